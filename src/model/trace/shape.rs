//! What one description of a shape gives: the data, its JSON both ways and its schema, and the same shape while it is
//! told, which borrows its texts and writes itself.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::json::{Hole, Json};
use super::value::N;

/// A shape of a trace.
pub(crate) trait Shape: Sized {
    /// The same while it is told: its texts are borrowed where they can be.
    type Told<'a>: Put + Own<Owned = Self>;
}

/// What writes itself as one JSON value.
pub(crate) trait Put {
    /// Writes it behind what stands there.
    fn put(&self, json: &mut Json);
}

/// What becomes data that borrows nothing.
pub(crate) trait Own {
    /// The data.
    type Owned;
    /// The data.
    fn own(self) -> Self::Owned;
}

/// A value that may differ where all around it is the same: a text that is kept leaves it out.
pub(crate) struct Varies<T>(pub(crate) T, pub(crate) Option<Hole>);

impl<T: Put> Put for Varies<T> {
    fn put(&self, json: &mut Json) {
        match self.1 {
            Some(hole) if json.leaves_out(hole) => {}
            _written => self.0.put(json),
        }
    }
}

impl<T: Own> Own for Varies<T> {
    type Owned = T::Owned;

    fn own(self) -> T::Owned {
        self.0.own()
    }
}

/// A text of a name and what it is in words.
pub(crate) struct Sentence<'a>(pub(crate) &'a str, pub(crate) Cow<'a, str>);

impl Put for Sentence<'_> {
    fn put(&self, json: &mut Json) {
        json.string(&[self.0, " is ", &self.1]);
    }
}

impl Own for Sentence<'_> {
    type Owned = String;

    fn own(self) -> String {
        format!("{} is {}", self.0, self.1)
    }
}

impl<T: Put> Put for &T {
    fn put(&self, json: &mut Json) {
        (**self).put(json);
    }
}

/// Defines shapes: structs, enums of words, and enums of values without a tag. Behind `=>` stands the name while it is
/// told, of a field its type where that is not the usual one; behind `;` fields that are left out where there is nothing.
macro_rules! shape {
    ($(#[$meta:meta])* pub struct $name:ident => $told:ident<$a:lifetime $(, $list:ident = $items:ty)*> {
        $(#[$doc:meta])* pub $first:ident: $first_type:ty,
        $($(#[$docs:meta])* pub $field:ident: $type:ty $(=> $as:ty)?,)*
        $(; $(#[$last_docs:meta])* pub $last:ident: $last_type:ty => $last_as:ty,)?
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $(#[$doc])* pub $first: $first_type,
            $($(#[$docs])* pub $field: $type,)*
            $(
                $(#[$last_docs])*
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub $last: $last_type,
            )?
        }

        pub(crate) struct $told<$a $(, $list = $items)*> {
            pub(crate) $first: <$first_type as Shape>::Told<$a>,
            $(pub(crate) $field: shape!(@as $a $type $(=> $as)?),)*
            $(pub(crate) $last: $last_as,)?
        }

        impl Shape for $name {
            type Told<$a> = $told<$a>;
        }

        impl<$a $(, $list: Put)*> Put for $told<$a $(, $list)*> {
            fn put(&self, json: &mut Json) {
                json.join(concat!("{\"", stringify!($first), "\":"));
                self.$first.put(json);
                $(
                    json.join(concat!(",\"", stringify!($field), "\":"));
                    self.$field.put(json);
                )*
                $(
                    if self.$last.is_some() {
                        json.join(concat!(",\"", stringify!($last), "\":"));
                        self.$last.put(json);
                    }
                )?
                json.join("}");
            }
        }

        impl<$a> Own for $told<$a> {
            type Owned = $name;

            fn own(self) -> $name {
                $name {
                    $first: self.$first.own(),
                    $($field: self.$field.own(),)*
                    $($last: self.$last.own(),)?
                }
            }
        }
    };
    ($(#[$meta:meta])* pub enum $name:ident {
        $($(#[$doc:meta])* $word:ident = $text:tt,)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        pub enum $name {
            $($(#[$doc])* #[serde(rename = $text)] $word,)*
        }

        impl Shape for $name {
            type Told<'a> = Self;
        }

        impl $name {
            /// As it stands in a trace, in quotes.
            fn quoted(self) -> &'static str {
                match self {
                    $(Self::$word => concat!("\"", $text, "\""),)*
                }
            }

            /// As it stands in a trace.
            pub fn word(self) -> &'static str {
                self.quoted().trim_matches('"')
            }
        }

        impl Put for $name {
            fn put(&self, json: &mut Json) {
                json.join(self.quoted());
            }
        }

        impl Own for $name {
            type Owned = Self;

            fn own(self) -> Self {
                self
            }
        }
    };
    ($(#[$meta:meta])* pub enum $name:ident => $told:ident<$a:lifetime> {
        $($(#[$doc:meta])* $variant:ident($type:ty),)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
        #[serde(untagged)]
        pub enum $name {
            $($(#[$doc])* $variant($type),)*
        }

        pub(crate) enum $told<$a> {
            $($variant(<$type as Shape>::Told<$a>),)*
        }

        impl Shape for $name {
            type Told<$a> = $told<$a>;
        }

        impl Put for $told<'_> {
            fn put(&self, json: &mut Json) {
                match self {
                    $(Self::$variant(value) => value.put(json),)*
                }
            }
        }

        impl Own for $told<'_> {
            type Owned = $name;

            fn own(self) -> $name {
                match self {
                    $(Self::$variant(value) => $name::$variant(value.own()),)*
                }
            }
        }
    };
    (@as $a:lifetime $type:ty => $as:ty) => { $as };
    (@as $a:lifetime $type:ty) => { <$type as Shape>::Told<$a> };
}

pub(super) use shape;

/// Shapes that are the same while they are told.
macro_rules! plain {
    ($(<$(const $length:ident: usize)?> $type:ty, $self:ident, $json:ident => $put:expr;)*) => {
        $(
            impl<$(const $length: usize)?> Shape for $type {
                type Told<'a> = Self;
            }

            impl<$(const $length: usize)?> Put for $type {
                fn put(&$self, $json: &mut Json) {
                    $put
                }
            }

            impl<$(const $length: usize)?> Own for $type {
                type Owned = Self;

                fn own(self) -> Self {
                    self
                }
            }
        )*
    };
}

plain! {
    <> bool, self, json => json.join(if *self { "true" } else { "false" });
    <> u32, self, json => json.number(f64::from(*self));
    <> N, self, json => json.number(self.0);
    <> (), self, json => json.join("null");
    <const L: usize> [N; L], self, json => json.list(self);
}

impl Shape for String {
    type Told<'a> = Cow<'a, str>;
}

impl Put for Cow<'_, str> {
    fn put(&self, json: &mut Json) {
        json.string(&[self]);
    }
}

impl Own for Cow<'_, str> {
    type Owned = String;

    fn own(self) -> String {
        self.into_owned()
    }
}

impl<T: Shape> Shape for Option<T> {
    type Told<'a> = Option<T::Told<'a>>;
}

impl<T: Put> Put for Option<T> {
    fn put(&self, json: &mut Json) {
        match self {
            Some(value) => value.put(json),
            None => json.join("null"),
        }
    }
}

impl<T: Own> Own for Option<T> {
    type Owned = Option<T::Owned>;

    fn own(self) -> Self::Owned {
        self.map(T::own)
    }
}

impl<T: Shape> Shape for Vec<T> {
    type Told<'a> = Vec<T::Told<'a>>;
}

impl<T: Put> Put for Vec<T> {
    fn put(&self, json: &mut Json) {
        json.list(self);
    }
}

impl<T: Own> Own for Vec<T> {
    type Owned = Vec<T::Owned>;

    fn own(self) -> Self::Owned {
        self.into_iter().map(T::own).collect()
    }
}

impl<T: Shape> Shape for BTreeMap<String, T> {
    type Told<'a> = BTreeMap<Cow<'a, str>, T::Told<'a>>;
}

impl<T: Put> Put for BTreeMap<Cow<'_, str>, T> {
    fn put(&self, json: &mut Json) {
        let mut before = "{";
        for (key, value) in self {
            json.join(before);
            json.string(&[key]);
            json.join(":");
            value.put(json);
            before = ",";
        }
        json.join(if self.is_empty() { "{}" } else { "}" });
    }
}

impl<T: Own> Own for BTreeMap<Cow<'_, str>, T> {
    type Owned = BTreeMap<String, T::Owned>;

    fn own(self) -> Self::Owned {
        let members = self.into_iter();
        members
            .map(|(key, value)| (key.into_owned(), value.own()))
            .collect()
    }
}

//! A script's function over a region: called where all its arguments are one value, and open otherwise.

use super::Region;
use crate::base::Id;
use crate::engine::domain::Values;
use crate::model::{CallArgument, CallId, Leveled};
use crate::script::{self, Argument};

/// What a call comes to.
pub(super) enum Called {
    /// An argument is unknown in every profile of the region, and so is the result.
    Unknown,
    /// The same in every profile.
    Value(script::Value),
    /// Nothing is known of it.
    Open,
}

/// What an argument is.
enum Given {
    Unknown,
    Value(Argument),
    Open,
}

impl Region {
    pub(super) fn call(&self, call: CallId, values: &Values<'_, Self>) -> Called {
        let call = &values.program.plan.code.calls[call];
        let mut arguments = Some(Vec::with_capacity(call.arguments.len()));
        for argument in &call.arguments {
            match self.argument(argument, values) {
                Given::Unknown => return Called::Unknown,
                Given::Value(value) => arguments.iter_mut().for_each(|all| all.push(value.clone())),
                Given::Open => arguments = None,
            }
        }
        let Some(arguments) =
            arguments.filter(|_| self.until.is_some_and(|until| script::spent() <= until))
        else {
            return Called::Open;
        };
        let library = &values.program.library;
        match library.call(call.script, &call.function, &arguments) {
            Ok(value) => Called::Value(value),
            Err(_) => Called::Open,
        }
    }

    fn argument(&self, argument: &CallArgument, values: &Values<'_, Self>) -> Given {
        match argument {
            CallArgument::Truth(id) => match values.truths.get(id.to_usize()) {
                Some(truth) if truth.surely() => Given::Value(Argument::Truth(true)),
                Some(truth) if truth.never() => Given::Value(Argument::Truth(false)),
                Some(truth) if truth.yes.is_none() && truth.no.is_none() => Given::Unknown,
                _open => Given::Open,
            },
            CallArgument::Number(id) => match values.numbers.get(id.to_usize()) {
                Some(number) if !number.known => Given::Unknown,
                Some(number) if number.is_exact() => match number.low.is_finite() {
                    true => Given::Value(Argument::Number(number.low)),
                    false => Given::Unknown,
                },
                _open => Given::Open,
            },
            CallArgument::Level(of, names) => self.level_argument(*of, names, values),
            CallArgument::Set(fact, names) => {
                let field = self.field(*fact);
                let elements = field.levels.iter();
                let elements = elements.filter_map(|at| names.get(usize::from(at)).cloned());
                match (field.known, field.unknown) {
                    (false, _) => Given::Unknown,
                    (true, false) if field.levels == field.must => {
                        Given::Value(Argument::Words(elements.collect()))
                    }
                    (true, _) => Given::Open,
                }
            }
            CallArgument::Word(word) => Given::Value(Argument::Word(word.clone())),
        }
    }

    fn level_argument(
        &self,
        of: Leveled,
        names: &[std::sync::Arc<str>],
        values: &Values<'_, Self>,
    ) -> Given {
        let choice = self.leveled(of, values.choices);
        if choice.any.is_empty() {
            return Given::Unknown;
        }
        let mut levels = choice.any.iter();
        match (levels.next(), levels.next()) {
            (Some(at), None) if !choice.nothing && !choice.open => {
                names.get(usize::from(at)).map_or(Given::Open, |name| {
                    Given::Value(Argument::Word(name.clone()))
                })
            }
            _open => Given::Open,
        }
    }
}

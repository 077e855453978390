//! All diagnostic codes of the program, gathered from the layers that own them.

use crate::base::CodeInfo;

/// The codes of every layer, a slice a layer.
pub const CATALOGUE: &[&[CodeInfo]] = &[
    crate::syntax::CODES,
    crate::check::CODES,
    crate::lint::CODES,
    crate::lint::ALLOWANCE_CODES,
    crate::analyze::lints::CODES,
    crate::script::CODES,
    crate::profile::CODES,
    crate::engine::CODES,
    crate::testing::CODES,
    super::codes::CODES,
];

/// Every code, in the order of the codes.
pub fn all() -> impl Iterator<Item = &'static CodeInfo> {
    let mut codes: Vec<&CodeInfo> = CATALOGUE.iter().copied().flatten().collect();
    codes.sort_by_key(|info| (info.code.get(1..), info.code));
    codes.into_iter()
}

/// The entry of a code or of a name; capitals do not matter, and `_` is as good as `-`.
pub fn find(code_or_name: &str) -> Option<&'static CodeInfo> {
    let mut codes = CATALOGUE.iter().copied().flatten();
    codes.find(|info| info.is_called(code_or_name))
}

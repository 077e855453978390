//! Text.
use super::{Explanation, Options};
pub(super) fn write(explanation: &Explanation<'_>, _: Options) -> String {
    format!("{:?}\n", explanation.blocks)
}

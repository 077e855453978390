//! The diagnostic codes of this layer.

use crate::base::CodeInfo;

/// `E06…` and `W06…`.
pub const CODES: &[CodeInfo] = &[];

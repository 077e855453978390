//! The catalogue of syntax errors.

use crate::base::CodeInfo;

/// Every code of this layer.
pub const CODES: &[CodeInfo] = &[];

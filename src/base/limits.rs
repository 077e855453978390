//! Every bound on what an input may cost, by name. The shells may not raise them.

/// The limits; one instance, [`Limits::DEFAULT`], is used everywhere.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of one rule or script file.
    pub file_bytes: usize,
    /// Bytes of one profile.
    pub profile_bytes: usize,
    /// Bytes of one certificate.
    pub certificate_bytes: usize,
    /// Bytes of one row of a table.
    pub row_bytes: usize,
    /// Rows of tables that two rulebooks are compared on.
    pub compared_rows: usize,
    /// Files of one rulebook.
    pub files: usize,
    /// Depth of brackets and braces in a rule file, and of nesting in a profile.
    pub nesting: usize,
    /// Bytes of one declaration.
    pub item_bytes: usize,
    /// Operators, words and brackets in one condition or expression.
    pub expression_parts: usize,
    /// `if`s in one condition or number: they nest.
    pub ifs: usize,
    /// Levels of one scale.
    pub levels: usize,
    /// Combinations of a decision table that are looked at for unreachable rows.
    pub combinations: usize,
    /// Diagnostics shown of one run.
    pub diagnostics: usize,
    /// Operations of one call of a script.
    pub script_operations: u64,
    /// Operations of all calls of scripts by which missing answers are tried out.
    pub search_operations: u64,
    /// Calls within calls of a script.
    pub script_depth: usize,
    /// Elements of an array, entries of a map, and bytes of a string in a script.
    pub script_size: usize,
}

impl Limits {
    /// The limits in force.
    pub const DEFAULT: Self = Self {
        file_bytes: 16 << 20,
        profile_bytes: 16 << 20,
        certificate_bytes: 256 << 20,
        row_bytes: 1 << 20,
        compared_rows: 100_000,
        files: 1000,
        nesting: 64,
        item_bytes: 1 << 20,
        expression_parts: 1_000,
        ifs: 32,
        levels: 128,
        combinations: 100_000,
        diagnostics: 200,
        script_operations: 1_000_000,
        search_operations: 4_000_000,
        script_depth: 32,
        script_size: 10_000,
    };
}

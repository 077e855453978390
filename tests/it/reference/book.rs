//! A rulebook as plain data: just enough of the language to say everything that evaluation depends on.

/// A rulebook.
#[derive(Clone, Debug, Default)]
pub(super) struct Book {
    pub(super) method: Way,
    /// Whether numbers have a unit; then nothing is built that would mix them with numbers of none.
    pub(super) unit: bool,
    pub(super) facts: Vec<Fact>,
    pub(super) parameters: Vec<f64>,
    pub(super) lets: Vec<Let>,
    pub(super) targets: Vec<Target>,
    pub(super) groups: Vec<Group>,
    pub(super) rules: Vec<Rule>,
    pub(super) contrasts: Vec<Contrast>,
    /// Outcomes that are no strategies, with the strategy each is for.
    pub(super) outcomes: Vec<Option<usize>>,
    pub(super) advice: Option<Vec<Row>>,
    pub(super) notes: Vec<(Cond, Option<Cond>)>,
}

/// How evidence is weighed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Way {
    #[default]
    Odds,
    Certainty,
    Scorecard,
    /// A method of its own file, whose evidence is a list of two masses.
    Dempster,
}

#[derive(Clone, Debug)]
pub(super) struct Fact {
    pub(super) kind: Kind,
    pub(super) tagged: bool,
}

/// What values something has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    YesNo,
    /// Levels `v0`, `v1` …
    Levels {
        count: usize,
        ordered: bool,
    },
    /// Elements `v0`, `v1` …
    Set(usize),
    Number {
        low: i32,
        high: i32,
        whole: bool,
    },
    Text,
}

/// A fact, or a let.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sub {
    Fact(usize),
    Let(usize),
}

#[derive(Clone, Debug)]
pub(super) enum Let {
    YesNo(Cond),
    Number(Num),
    List {
        kind: Kind,
        rows: Vec<(usize, Guard)>,
    },
    Table {
        kind: Kind,
        inputs: Vec<Sub>,
        rows: Vec<(Vec<Cell>, usize)>,
        /// Whether a combination of values has no row.
        open: bool,
    },
    /// Rows that give numbers: a list or a table, and the number that each of its levels stands for.
    Graded(Box<Let>, Vec<Grade>),
}

/// What a row that gives a number gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Grade {
    Constant(f64),
    Parameter(usize),
}

/// When a row applies; without a condition it is `otherwise`.
#[derive(Clone, Debug)]
pub(super) struct Guard {
    pub(super) when: Option<Cond>,
    pub(super) unless: Option<Cond>,
}

/// A cell; no tests at all is `*`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cell {
    pub(super) tests: Vec<CellTest>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum CellTest {
    Unknown,
    Level(usize),
    Truth(bool),
    Sign(Sign, i32),
    Range(i32, i32),
    /// `not v0`
    NotLevel(usize),
    /// `>= v1`
    SignLevel(Sign, usize),
    /// `<= p0`, with the value of the parameter
    SignParameter(Sign, usize, f64),
    /// `0..p0`, with the value of the parameter
    UpTo(i32, usize, f64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Equal,
    NotEqual,
    Less,
    AtMost,
    More,
    AtLeast,
}

impl Sign {
    pub(super) const ALL: [Self; 6] = [
        Self::Less,
        Self::AtMost,
        Self::More,
        Self::AtLeast,
        Self::Equal,
        Self::NotEqual,
    ];
}

#[derive(Clone, Debug)]
pub(super) enum Cond {
    Holds(Sub),
    /// `is one of`, or `is` for one level
    OneOf(Sub, Vec<usize>),
    IsNot(Sub, usize),
    AtLeastLevel(Sub, usize),
    AtMostLevel(Sub, usize),
    CompareLevels(Sub, Sign, Sub),
    Includes(usize, usize),
    Known(Sub),
    Unknown(Sub),
    Compare(Num, Sign, Num),
    Between(Num, Num, Num),
    And(Vec<Cond>),
    Or(Vec<Cond>),
    AllOf(Vec<Cond>),
    AnyOf(Vec<Cond>),
    NoneOf(Vec<Cond>),
    AtLeast(usize, Vec<Cond>),
    Not(Box<Cond>),
    Surely(Box<Cond>),
    BestIs(usize),
    Excluded(usize),
    Tied(usize),
    Fired(usize),
    /// `advice is`: the number of an outcome, strategies first; `None` is `undecided`
    AdviceIs(Option<usize>),
    AdvisedBy(usize),
}

#[derive(Clone, Debug)]
pub(super) enum Num {
    Constant(f64),
    Fact(usize),
    Let(usize),
    Parameter(usize),
    Count(usize),
    Known,
    ShareKnown,
    Belief(usize),
    Total(usize),
    Confidence(usize),
    Lead(usize),
    Strongest(usize),
    Margin,
    Minus(Box<Num>),
    Abs(Box<Num>),
    Round(Box<Num>),
    Add(Box<Num>, Box<Num>),
    Subtract(Box<Num>, Box<Num>),
    Multiply(Box<Num>, Box<Num>),
    Divide(Box<Num>, Box<Num>),
    Min(Vec<Num>),
    Max(Vec<Num>),
    Clamp(Box<Num>, Box<Num>, Box<Num>),
    Ramp(Box<Num>, i32, i32),
    /// `if c then a else b`
    If(Box<Cond>, Box<Num>, Box<Num>),
    /// `s.gap(a, b)`, which the program lowers
    Gap(Box<Num>, Box<Num>),
    /// `s.halves(a)`, which runs in the interpreter
    Halves(Box<Num>),
}

impl Num {
    /// A whole number as it stands.
    pub(super) fn plain(number: i32) -> Self {
        Self::Constant(f64::from(number))
    }
}

#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) name: String,
    pub(super) strategy: bool,
    pub(super) prior: f64,
}

#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) name: String,
    pub(super) limit: Limit,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Limit {
    At(f64),
    Strongest,
    StrongestPlus(f64),
}

/// A rule, or a row of a contrast, which has a cell instead of a condition.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) name: String,
    pub(super) when: When,
    pub(super) unless: Option<Cond>,
    pub(super) then: Vec<Effect>,
    pub(super) otherwise: Vec<Effect>,
    pub(super) excludes: Vec<usize>,
    pub(super) defeats: Vec<usize>,
    pub(super) group: Option<usize>,
}

#[derive(Clone, Debug)]
pub(super) enum When {
    Cond(Cond),
    Cell(Sub, Cell),
}

/// A contrast; its rows are rules.
#[derive(Clone, Debug)]
pub(super) struct Contrast {
    /// A name, where it does not go by its fact.
    pub(super) name: Option<String>,
    pub(super) subject: Sub,
    pub(super) rows: Vec<usize>,
}

#[derive(Clone, Debug)]
pub(super) struct Effect {
    pub(super) target: usize,
    pub(super) favor: bool,
    pub(super) weight: Weight,
}

#[derive(Clone, Debug)]
pub(super) enum Weight {
    /// weakly, moderately, strongly, decisively
    Word(usize),
    By(Num),
}

/// A row of the advice block.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) labelled: bool,
    pub(super) outcome: Option<usize>,
    pub(super) guard: Guard,
}

/// What is known of each fact, and how sure.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    pub(super) facts: Vec<Option<(Val, f64)>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Val {
    Truth(bool),
    Level(usize),
    Set(Vec<usize>),
    Number(f64),
    Text,
}

impl Book {
    /// What values a fact or let has; a number let has no range.
    pub(super) fn kind(&self, sub: Sub) -> Kind {
        match sub {
            Sub::Fact(at) => self.facts[at].kind,
            Sub::Let(at) => match &self.lets[at] {
                Let::YesNo(_) => Kind::YesNo,
                Let::Number(_) | Let::Graded(..) => Kind::Number {
                    low: i32::MIN,
                    high: i32::MAX,
                    whole: false,
                },
                Let::List { kind, .. } | Let::Table { kind, .. } => *kind,
            },
        }
    }

    /// The strategies, by number of the target.
    pub(super) fn strategies(&self) -> Vec<usize> {
        (0..self.targets.len())
            .filter(|at| self.targets[*at].strategy)
            .collect()
    }

    /// The name of an outcome: the strategies come first.
    pub(super) fn outcome_name(&self, outcome: Option<usize>) -> String {
        let strategies = self.strategies();
        match outcome {
            None => "undecided".into(),
            Some(at) if at < strategies.len() => self.targets[strategies[at]].name.clone(),
            Some(at) => format!("o{}", at - strategies.len()),
        }
    }

    /// The strategy an outcome is for.
    pub(super) fn strategy_of(&self, outcome: Option<usize>) -> Option<usize> {
        let strategies = self.strategies();
        let at = outcome?;
        strategies
            .get(at)
            .copied()
            .or_else(|| self.outcomes.get(at - strategies.len()).copied().flatten())
    }
}

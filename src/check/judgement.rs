//! What a check says about one row, and about all of them.

/// What a rule says about one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Judgement {
    /// The row lacks what the rule looks at.
    NotApplicable,
    /// The rule holds.
    Good,
    /// The rule fails.
    Bad(Why),
}

impl Judgement {
    /// Judges an applicable row that needs no explanation.
    pub(super) fn good_if(good: bool) -> Self {
        if good { Self::Good } else { Self::Bad(Why::default()) }
    }
}

/// What a failing row should have, where the rule's own text cannot say it; free of any language where possible.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Why {
    /// What was expected: a limit, the other value, a path.
    pub(super) expected: Box<str>,
    /// What to put there instead, where that is known.
    pub(super) suggestion: Box<str>,
}

impl Why {
    /// Says what was expected.
    pub(super) fn expected(expected: impl Into<Box<str>>) -> Self {
        Self { expected: expected.into(), suggestion: Box::default() }
    }

    /// Says what to put there instead.
    pub(super) fn suggesting(mut self, suggestion: impl Into<Box<str>>) -> Self {
        self.suggestion = suggestion.into();
        self
    }
}

/// One failing row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    /// Its position in the table.
    pub(super) row: usize,
    /// What it should have.
    pub(super) why: Why,
}

/// What a rule says about all rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    /// How many rows it applied to.
    pub(super) applicable: u64,
    /// Those that fail, by position, each once.
    pub(super) failures: Vec<Failure>,
}

impl Outcome {
    /// Adds the judgement of the next row.
    pub(super) fn add(&mut self, row: usize, judgement: Judgement) {
        match judgement {
            Judgement::NotApplicable => {}
            Judgement::Good => self.applicable += 1,
            Judgement::Bad(why) => {
                self.applicable += 1;
                self.failures.push(Failure { row, why });
            }
        }
    }

    /// Says whether more than half of enough rows fail, so that the rule rather than the rows is out of place.
    pub(super) fn mostly_fails(&self) -> bool {
        const ENOUGH: u64 = 20;
        self.applicable >= ENOUGH && self.failures.len() as u64 * 2 > self.applicable
    }

    /// Puts the outcome of later rows behind this one.
    pub(super) fn append(&mut self, mut later: Self) {
        self.applicable += later.applicable;
        self.failures.append(&mut later.failures);
    }
}

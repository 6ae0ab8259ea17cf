//! How long work tells how far it is and hears that it should stop, without knowing any terminal.

/// Hears of the progress of long work and may ask it to stop; called from many threads.
pub trait Watch: Sync {
    /// Begins a stage of `total` units of work, where that is known.
    fn begin(&self, stage: &'static str, total: Option<u64>);
    /// Says that `units` more are done.
    fn advance(&self, units: u64);
    /// Says whether the work should stop at the next safe point.
    fn cancelled(&self) -> bool;
}

/// A watch that nobody looks at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn begin(&self, _stage: &'static str, _total: Option<u64>) {}
    fn advance(&self, _units: u64) {}
    fn cancelled(&self) -> bool {
        false
    }
}

//! Batches for each wave with a chained manifest, and the run folder that is published whole or not at all.

mod batch;
mod folder;
mod lines;
mod load_plan;
mod wave;

pub use batch::{BatchPlan, BatchRows, plan_batches, write_batch, write_origins};
pub use folder::{FolderError, RunFolder};
pub use lines::{Line, RunFileError, each_line};
pub use load_plan::load_plan;
pub use wave::{WaveOf, first_wave};

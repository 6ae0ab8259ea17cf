//! Batches for each wave with a chained manifest, and the run folder that is published whole or not at all.

mod batch;
mod folder;
mod manifest;
mod wave;

pub use batch::{BatchPlan, BatchRows, plan_batches, write_batch};
pub use folder::{FolderError, RunFolder};
pub use manifest::{ControlTotal, Manifest, ManifestEntry, chain};
pub use wave::{WaveOf, first_wave};

//! The manifest of a wave: batches in load order with rows, control totals and checksums, each chained to the one before.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The manifest of one wave (`batches/WAVE/manifest.json`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this layout.
    pub schema: u32,
    /// Wave.
    pub wave: String,
    /// Position of the wave, from 1.
    pub order: usize,
    /// Chain value of the last batch of the wave before; 64 zeros for the first wave.
    pub previous: String,
    /// Batches in load order.
    pub batches: Vec<ManifestEntry>,
}

/// One batch of a manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestEntry {
    /// Position in the wave, from 1.
    pub order: usize,
    /// File beside the manifest.
    pub file: String,
    /// Entity.
    pub entity: String,
    /// Records, without the header line.
    pub rows: u64,
    /// Columns in order.
    pub columns: Vec<String>,
    /// Sums over the batch.
    pub control_totals: Vec<ControlTotal>,
    /// Bytes of the file.
    pub bytes: u64,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// SHA-256 over the previous chain value, file, rows and checksum: see [`chain`].
    pub chain: String,
}

/// One control total of a batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ControlTotal {
    /// Summed field.
    pub field: String,
    /// Group; empty where the total is not grouped.
    pub group: String,
    /// Exact sum.
    pub sum: String,
}

/// Links a batch to the one before, so that a removed, reordered or swapped batch is noticed.
pub fn chain(previous: &str, wave: &str, file: &str, rows: u64, sha256: &str) -> String {
    let mut h = Sha256::new();
    for part in [previous, wave, file, &rows.to_string(), sha256] {
        h.update((part.len() as u64).to_le_bytes());
        h.update(part.as_bytes());
    }
    hex(&h.finalize())
}

/// Writes bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chain_depends_on_every_part() {
        let base = chain("p", "w", "001-a.csv", 5, "s");
        for other in [
            chain("q", "w", "001-a.csv", 5, "s"),
            chain("p", "x", "001-a.csv", 5, "s"),
            chain("p", "w", "002-a.csv", 5, "s"),
            chain("p", "w", "001-a.csv", 6, "s"),
            chain("p", "w", "001-a.csv", 5, "t"),
            chain("pw", "", "001-a.csv", 5, "s"),
        ] {
            assert_ne!(base, other);
        }
        assert_eq!(base.len(), 64);
    }
}

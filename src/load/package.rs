//! The run folder as a load takes it: manifests chained from wave to wave, every file with the checksum that its manifest names.

use super::facts::Facts;
use super::records::{Records, RecordsError};
use crate::model::{LOAD_PLAN_SCHEMA, LoadPlan, Manifest, ManifestEntry, SourceOfRows, chain, hex};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Waves and batches are few; a larger file is not ours.
const LARGEST: u64 = 256 << 20;

/// A run folder that cannot be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackageError {
    /// There is no run there.
    #[error("{} holds no run with batches", .0.display())]
    NoRun(PathBuf),
    /// A file cannot be read.
    #[error("cannot read {}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A manifest or load.json that is cut off or no such thing.
    #[error("{} is cut off or damaged: {detail}", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        detail: String,
    },
    /// A layout that another version wrote.
    #[error("{} has layout {found}, this program knows {known}", .path.display())]
    Layout {
        /// The file.
        path: PathBuf,
        /// Its layout.
        found: u32,
        /// Ours.
        known: u32,
    },
    /// The chain of batches does not hold.
    #[error("the chain of batches breaks at {wave}/{batch}: one was removed, added, reordered or changed")]
    Chain {
        /// The wave.
        wave: String,
        /// The first batch that does not fit.
        batch: String,
    },
    /// A batch is not what its manifest says.
    #[error("{} has the SHA-256 {found}, its manifest says {expected}", .path.display())]
    Checksum {
        /// The file.
        path: PathBuf,
        /// As it is.
        found: String,
        /// As it was written.
        expected: String,
    },
    /// A source is not what it was.
    #[error("the source {path} was changed after the run: SHA-256 {found}, it was {expected}")]
    SourceChanged {
        /// The file.
        path: String,
        /// As it is.
        found: String,
        /// As it was read.
        expected: String,
    },
    /// A wave that there is not.
    #[error("there is no wave {wave:?}; there are {}", .there.join(", "))]
    NoWave {
        /// What was asked for.
        wave: String,
        /// What there is.
        there: Vec<String>,
    },
    /// A batch that is no table.
    #[error("cannot read {}", .path.display())]
    Records {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: RecordsError,
    },
}

/// A run folder whose manifests hold together.
#[derive(Clone, Debug)]
pub struct Package {
    /// The folder.
    pub folder: PathBuf,
    /// What the load must know of the plan.
    pub plan: LoadPlan,
    /// Waves that have batches, in their order.
    pub waves: Vec<Manifest>,
}

/// One batch of a package.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    /// Its wave.
    pub wave: &'a Manifest,
    /// Its entry there.
    pub entry: &'a ManifestEntry,
}

impl Batch<'_> {
    /// Gives the name that the ledger keeps: the file's without its ending.
    pub fn name(&self) -> &str {
        self.entry.file.strip_suffix(".csv").unwrap_or(&self.entry.file)
    }
}

impl Package {
    /// Opens a run folder and holds its chain against what it says.
    ///
    /// # Errors
    /// If it is no run folder, a file is damaged, or the chain breaks.
    pub fn open(folder: &Path) -> Result<Self, PackageError> {
        let batches = folder.join("batches");
        if !batches.is_dir() {
            return Err(PackageError::NoRun(folder.to_owned()));
        }
        let path = batches.join("load.json");
        if !path.is_file() {
            let detail = "it is not there".to_owned();
            return Err(PackageError::Damaged { path, detail });
        }
        let plan: LoadPlan = json(&path)?;
        known_layout(&path, plan.schema)?;
        let mut package = Self { folder: folder.to_owned(), plan, waves: Vec::new() };
        for wave in package.plan.waves.clone() {
            let path = batches.join(&wave.name).join("manifest.json");
            if path.is_file() {
                let manifest: Manifest = json(&path)?;
                known_layout(&path, manifest.schema)?;
                package.waves.push(manifest);
            } else if batches.join(&wave.name).is_dir() {
                return Err(PackageError::Damaged { path, detail: "it is not there".to_owned() });
            }
        }
        package.hold_chain()?;
        Ok(package)
    }

    fn hold_chain(&self) -> Result<(), PackageError> {
        let mut last = "0".repeat(64);
        for wave in &self.waves {
            let broken = |batch: &str| PackageError::Chain { wave: wave.wave.clone(), batch: batch.to_owned() };
            if wave.previous != last {
                return Err(broken("manifest.json"));
            }
            for (i, e) in wave.batches.iter().enumerate() {
                let link = chain(&last, &wave.wave, &e.file, e.rows, &e.sha256);
                let plain = !e.file.contains(['/', '\\', '\0']) && e.file.ends_with(".csv");
                if link != e.chain || e.order != i + 1 || !plain || self.plan.entity(&e.entity).is_none() {
                    return Err(broken(&e.file));
                }
                last = link;
            }
        }
        Ok(())
    }

    /// Gives a wave's manifest.
    ///
    /// # Errors
    /// If there is none of this name.
    pub fn wave(&self, name: &str) -> Result<&Manifest, PackageError> {
        let there = || self.waves.iter().map(|w| w.wave.clone()).collect();
        self.waves.iter().find(|w| w.wave == name).ok_or_else(|| PackageError::NoWave { wave: name.to_owned(), there: there() })
    }

    /// Gives the path of a batch.
    pub fn path(&self, batch: Batch<'_>) -> PathBuf {
        self.folder.join("batches").join(&batch.wave.wave).join(&batch.entry.file)
    }

    /// Opens a batch for reading record by record.
    ///
    /// # Errors
    /// If it cannot be read, or its columns are others than the manifest names.
    pub fn records(&self, batch: Batch<'_>) -> Result<Records, PackageError> {
        let path = self.path(batch);
        let file = File::open(&path).map_err(|source| PackageError::Io { path: path.clone(), source })?;
        Records::new(file, batch.entry).map_err(|source| PackageError::Records { path, source })
    }

    /// Reads a whole batch once: holds its checksum, and learns what a target must take.
    ///
    /// # Errors
    /// If it cannot be read or is not what its manifest says.
    pub fn scan(&self, batch: Batch<'_>) -> Result<Facts, PackageError> {
        let path = self.path(batch);
        let failed = |source| PackageError::Records { path: path.clone(), source };
        match self.records(batch)?.facts() {
            Ok(facts) => Ok(facts),
            Err(RecordsError::Checksum { found, expected }) => Err(PackageError::Checksum { path, found, expected }),
            Err(e) => {
                // What is wrong with the bytes says more than what they fail to parse as.
                let found = sha256(&path)?;
                let expected = &batch.entry.sha256;
                if found == *expected { Err(failed(e)) } else { Err(PackageError::Checksum { path, found, expected: expected.clone() }) }
            }
        }
    }

    /// Gives the sources that are still where the run found them and are not what they were; sources that are gone say nothing.
    ///
    /// # Errors
    /// If a source was changed.
    pub fn hold_sources(&self) -> Result<(), PackageError> {
        let mut seen: Vec<&SourceOfRows> = Vec::new();
        for source in self.plan.sources.iter().filter(|s| !s.sha256.is_empty()) {
            let path = Path::new(&source.path);
            if seen.iter().any(|s| s.path == source.path) || !path.is_file() {
                continue;
            }
            seen.push(source);
            let found = sha256(path)?;
            if found != source.sha256 {
                let (path, expected) = (source.path.clone(), source.sha256.clone());
                return Err(PackageError::SourceChanged { path, found, expected });
            }
        }
        Ok(())
    }

    /// Gives where the records of a batch came from, for some of them (rows from 1 in ascending order).
    pub fn origins(&self, batch: Batch<'_>, rows: &[u64]) -> Vec<Option<(&SourceOfRows, u64)>> {
        let path = self.folder.join("batches").join(&batch.wave.wave).join(format!("{}.origins", batch.name()));
        let mut out = vec![None; rows.len()];
        let Ok(reader) = csv::Reader::from_path(path) else { return out };
        let mut wanted = rows.iter().zip(&mut out).peekable();
        for (i, line) in reader.into_records().enumerate() {
            let Some((row, slot)) = wanted.peek_mut() else { break };
            if **row != i as u64 + 1 {
                continue;
            }
            let number = |at: usize| line.as_ref().ok().and_then(|l| l.get(at)?.parse::<u64>().ok());
            let source = number(0).and_then(|s| self.plan.sources.get(usize::try_from(s).ok()?));
            **slot = source.zip(number(1));
            wanted.next();
        }
        out
    }
}

pub(super) fn json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, PackageError> {
    let io = |source| PackageError::Io { path: path.to_owned(), source };
    let mut text = String::new();
    File::open(path).map_err(io)?.take(LARGEST).read_to_string(&mut text).map_err(io)?;
    serde_json::from_str(&text).map_err(|e| PackageError::Damaged { path: path.to_owned(), detail: e.to_string() })
}

fn known_layout(path: &Path, found: u32) -> Result<(), PackageError> {
    if found == LOAD_PLAN_SCHEMA { Ok(()) } else { Err(PackageError::Layout { path: path.to_owned(), found, known: LOAD_PLAN_SCHEMA }) }
}

fn sha256(path: &Path) -> Result<String, PackageError> {
    let io = |source| PackageError::Io { path: path.to_owned(), source };
    let mut file = File::open(path).map_err(io)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let n = file.read(&mut buffer).map_err(io)?;
        if n == 0 {
            return Ok(hex(&hash.finalize()));
        }
        hash.update(buffer.get(..n).unwrap_or_default());
    }
}

/// Says whether a folder is there at all; a mistyped name must not be told as a damaged run.
pub fn is_run(folder: &Path) -> bool {
    fs::metadata(folder.join("batches")).is_ok_and(|m| m.is_dir())
}

//! Everything around the data that can be wrong: a clear message in the user's language, the right exit code, and nothing lost.

mod closed_pipe;
mod damaged_rows;
mod foreign_output;
mod no_tables;
mod usage;
mod wrong_plan;

use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder with files in it.
struct Folder(TempDir);

impl Folder {
    /// Makes the folder.
    fn with(files: &[(&str, &[u8])]) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        for (name, bytes) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("the folder is ours");
            fs::write(path, bytes).expect("the folder is ours");
        }
        Self(folder)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn join(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// Gives the folder as an argument.
    fn argument(&self) -> &str {
        self.path().to_str().expect("a temporary path is UTF-8")
    }
}

/// A sound register of three customers.
const CUSTOMERS: &str = "客户编码,客户名称,统一社会信用代码,电话,状态\r\n\
    K001,杭州渚岚精密机械有限公司,,0571-88001234,启用\r\n\
    K002,苏州砚霁自动化设备有限公司,,0512-66001234,启用\r\n\
    K003,宁波栩漾五金制品厂,,0574-87001234,启用\r\n";

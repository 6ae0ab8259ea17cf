//! Whoever reads the output may go away.

use super::{CUSTOMERS, Folder};
use crate::program::command;
use std::io::Read;
use std::process::Stdio;

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = Folder::with(&[("客户.csv", CUSTOMERS.as_bytes())]);
    let output = folder.join("run");
    for arguments in [
        vec!["run", folder.argument(), "--output", output.to_str().expect("a temporary path is UTF-8"), "--json", "--lang", "en"],
        vec!["rules", "list", "--lang", "en"],
        vec!["--help"],
    ] {
        let mut child = command(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
        drop(child.stdout.take());
        let mut stderr = String::new();
        child.stderr.take().expect("standard error is piped").read_to_string(&mut stderr).expect("the program writes UTF-8");
        let code = child.wait().expect("the program ends").code();
        assert!(matches!(code, Some(0 | 1)), "{arguments:?} ended with {code:?}: {stderr}");
        assert!(!stderr.contains("panicked") && !stderr.to_lowercase().contains("broken pipe"), "{arguments:?}: {stderr}");
    }
}

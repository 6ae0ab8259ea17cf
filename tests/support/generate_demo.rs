//! Writes `fixtures/demo` and its truth anew: `cargo run --example generate_demo`. The bytes are the same on every machine.
//!
//! A larger company of the same kind, with as many more planted defects, is written elsewhere: `cargo run --example generate_demo -- FOLDER 23`.

#[expect(dead_code, reason = "the demo uses a part of what the registers of any size are drawn with")]
#[path = "mod.rs"]
mod support;

use std::path::Path;

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").to_owned());
    let size = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(1);
    for (name, bytes) in support::demo::company_files(size) {
        let path = Path::new(&folder).join(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, bytes)?;
    }
    Ok(())
}

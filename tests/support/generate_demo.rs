//! Writes `fixtures/demo` and its truth anew: `cargo run --example generate_demo`. The bytes are the same on every machine.

#[expect(dead_code, reason = "the demo uses a part of what the registers of any size are drawn with")]
#[path = "mod.rs"]
mod support;

use std::path::Path;

fn main() -> std::io::Result<()> {
    for (name, bytes) in support::demo::demo_files() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, bytes)?;
    }
    Ok(())
}

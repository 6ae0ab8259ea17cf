//! Writes `fixtures/demo` and its truth anew: `cargo run --example generate_demo`. The bytes are the same on every machine.

#[expect(dead_code, reason = "the demo uses a part of what the registers of any size are drawn with")]
#[path = "mod.rs"]
mod support;

fn main() -> std::io::Result<()> {
    support::demo::generate_demo(std::path::Path::new(env!("CARGO_MANIFEST_DIR")))
}

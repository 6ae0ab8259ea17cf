//! The command line of Cutover.

fn main() {}

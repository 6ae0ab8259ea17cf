//! The rule packs and lookup tables inside the binary. A file added to `rules/` takes one line here; a test compares both.

macro_rules! shipped {
    ($($name:literal),* $(,)?) => { &[$(($name, include_str!(concat!("../../rules/", $name)))),*] };
}

/// Files of rules as compiled in: name below `rules/` and text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shipped {
    /// Rule packs.
    pub packs: &'static [(&'static str, &'static str)],
    /// Lookup tables.
    pub tables: &'static [(&'static str, &'static str)],
}

/// The files of this version.
pub const SHIPPED: Shipped = Shipped { packs: shipped![], tables: shipped![] };

//! The rule packs, lookup tables and target profiles inside the binary. A file added to `rules/` takes one line here; a test compares both.

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
    /// Examples of the packs' checks.
    pub examples: &'static [(&'static str, &'static str)],
    /// Profiles of target systems.
    pub targets: &'static [(&'static str, &'static str)],
}

/// The files of this version.
pub const SHIPPED: Shipped = Shipped {
    packs: shipped![
        "bom.toml",
        "customer.toml",
        "material.toml",
        "notices.toml",
        "opening_ap.toml",
        "opening_ar.toml",
        "opening_asset.toml",
        "opening_gl.toml",
        "opening_stock.toml",
        "supplier.toml",
        "supply.toml",
    ],
    tables: shipped![
        "tables/area_codes.csv",
        "tables/company_aliases.csv",
        "tables/countries.csv",
        "tables/division_renames.csv",
        "tables/divisions.csv",
        "tables/grades.csv",
        "tables/header_synonyms.csv",
        "tables/iso_country.csv",
        "tables/iso_currency.csv",
        "tables/legacy_markers.csv",
        "tables/material_source.csv",
        "tables/nicknames.csv",
        "tables/noun_synonyms.csv",
        "tables/place_renamings.csv",
        "tables/places.csv",
        "tables/sheet_kinds.csv",
        "tables/similar_shapes.csv",
        "tables/trade_translations.csv",
        "tables/trade_words.csv",
        "tables/units.csv",
        "tables/uscc_types.csv",
        "tables/value_synonyms.csv",
    ],
    examples: shipped![
        "examples/bom.toml",
        "examples/customer.toml",
        "examples/material.toml",
        "examples/opening_ap.toml",
        "examples/opening_ar.toml",
        "examples/opening_asset.toml",
        "examples/opening_gl.toml",
        "examples/opening_stock.toml",
        "examples/supplier.toml",
        "examples/supply.toml",
    ],
    targets: shipped![
        "targets/business_central.csv",
        "targets/d365_finance.csv",
        "targets/erpnext.csv",
        "targets/k3.csv",
        "targets/kingdee.csv",
        "targets/kingdee_cosmic.csv",
        "targets/odoo.csv",
        "targets/sap_ecc.csv",
        "targets/sap_s4.csv",
        "targets/u8.csv",
    ],
};

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn every_file_of_the_folder_is_compiled_in() {
        let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
        let names = |folder: &str, ending: &str| -> Vec<String> {
            let files = rules.join(folder).read_dir().unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
            let mut names: Vec<String> = files.filter(|n| n.ends_with(ending)).map(|n| format!("{folder}{n}")).collect();
            names.sort();
            names
        };
        assert_eq!(SHIPPED.packs.iter().map(|(n, _)| *n).collect::<Vec<_>>(), names("", ".toml"));
        assert_eq!(SHIPPED.tables.iter().map(|(n, _)| *n).collect::<Vec<_>>(), names("tables/", ".csv"));
        assert_eq!(SHIPPED.targets.iter().map(|(n, _)| *n).collect::<Vec<_>>(), names("targets/", ".csv"));
        assert_eq!(SHIPPED.examples.iter().map(|(n, _)| *n).collect::<Vec<_>>(), names("examples/", ".toml"));
    }
}

//! Currencies: ISO 4217 codes and the names and signs that people write for them.

use super::fold::fold_width;
use super::synonym::{Synonym, Synonyms};

/// The codes of ISO 4217 that are legal tender today.
#[rustfmt::skip]
const CODES: &[&str] = &[
    "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN", "BHD", "BIF", "BMD", "BND", "BOB", "BRL",
    "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CLP", "CNY", "COP", "CRC", "CUP", "CVE", "CZK", "DJF", "DKK", "DOP", "DZD",
    "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF", "IDR",
    "ILS", "INR", "IQD", "IRR", "ISK", "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT", "LAK", "LBP",
    "LKR", "LRD", "LSL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN", "NAD",
    "NGN", "NIO", "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB", "RWF", "SAR",
    "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TND", "TOP",
    "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "UYU", "UZS", "VES", "VND", "VUV", "WST", "XAF", "XCD", "XOF", "XPF", "YER", "ZAR",
    "ZMW", "ZWG",
];

/// Says whether a text is a currency code of ISO 4217 in capitals.
pub fn is_code(code: &str) -> bool {
    CODES.binary_search(&code).is_ok()
}

/// Reads a currency: a code of ISO 4217 in any case, or a name or sign of the table's domain `currency`. `RMB` is none of ISO's codes.
pub fn read(text: &str, synonyms: &Synonyms) -> Option<Synonym> {
    let code = fold_width(text.trim()).to_ascii_uppercase();
    if is_code(&code) {
        return Some(Synonym { canonical: code, ambiguous: false });
    }
    synonyms.get("currency", text).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order() {
        assert!(CODES.is_sorted());
    }

    #[test]
    fn codes_names_and_signs_are_read() {
        for (input, expected) in [
            ("CNY", Some(("CNY", false))),
            ("usd ", Some(("USD", false))),
            ("RMB", Some(("CNY", false))),
            ("美金", Some(("USD", false))),
            ("￥", Some(("CNY", true))),
            ("$", Some(("USD", true))),
            ("SEK", Some(("SEK", false))),
            ("XYZ", None),
            ("", None),
        ] {
            let actual = read(input, Synonyms::standard());
            assert_eq!(actual.as_ref().map(|s| (s.canonical.as_str(), s.ambiguous)), expected, "{input}");
        }
    }
}

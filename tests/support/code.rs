//! Synthetic codes whose check digits are right: what is wrong in the fixtures is wrong on purpose.

use super::random::Random;

const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Draws a 统一社会信用代码 of this kind (`91` firms, `92` sole traders), registered in this region (GB/T 2260, 6 digits).
pub fn credit_code(kind: &str, region: &str, r: &mut Random) -> String {
    let serial: String = (0..8).map(|i| char::from(if i == 0 { b'M' } else { ALPHABET[r.below(31)] })).collect();
    credit_code_of(kind, region, &serial)
}

/// Completes a 统一社会信用代码 from its eight organisation characters: both check characters are computed.
pub fn credit_code_of(kind: &str, region: &str, serial: &str) -> String {
    let mut code = format!("{kind}{region}{serial}{}", organisation_check(serial));
    code.push(credit_check(&code));
    code
}

/// Computes the last character of a 统一社会信用代码 from the first 17 (GB 32100-2015: weights 3^i mod 31).
pub fn credit_check(first: &str) -> char {
    let mut weight = 1;
    let mut sum = 0;
    for b in first.bytes().take(17) {
        sum += ALPHABET.iter().position(|&a| a == b).expect("drawn from the alphabet") * weight;
        weight = weight * 3 % 31;
    }
    char::from(ALPHABET[(31 - sum % 31) % 31])
}

/// Computes the check character of an organisation code from its first 8 (GB 11714).
pub fn organisation_check(first: &str) -> char {
    const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = first.chars().zip(WEIGHTS).map(|(c, w)| c.to_digit(36).expect("a letter or digit") * w).sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        r => char::from(b'0' + r as u8),
    }
}

/// Computes the check digit after these digits (ISO 7064 MOD 11,10: 联行号, 营业执照注册号).
pub fn mod_11_10(digits: &str) -> char {
    let mut p = 10;
    for b in digits.bytes() {
        p = (p + u32::from(b - b'0')) % 10;
        p = if p == 0 { 10 } else { p } * 2 % 11;
    }
    char::from(b'0' + ((11 - p) % 10) as u8)
}

/// Draws a 联行号 (CNAPS, 12 digits) of this bank and city.
pub fn bank_branch_code(bank: &str, city: &str, r: &mut Random) -> String {
    let mut code = format!("{bank}{city}{}", r.digits(4));
    code.push(mod_11_10(&code));
    code
}

/// Draws a mobile number.
pub fn mobile(r: &mut Random) -> String {
    const PREFIXES: [&str; 12] = ["130", "133", "135", "137", "139", "150", "152", "158", "180", "185", "188", "189"];
    format!("{}{}", r.pick(&PREFIXES), r.digits(8))
}

/// Draws a landline number without its area code.
pub fn landline(r: &mut Random) -> String {
    format!("{}{}", r.between(2, 8), r.digits(7))
}

/// Writes a whole number as Excel shows it in a narrow column: five digits after the point.
pub fn scientific(digits: &str) -> String {
    let exponent = digits.len() - 1;
    let (head, tail) = digits.split_at(1);
    format!("{head}.{}E+{exponent:02}", &tail[..tail.len().min(5)])
}

//! Which encoding a text file is in, by the evidence of its bytes, and its text as UTF-8.

mod decode;
mod evidence;
mod text;
mod unicode;

pub(crate) use decode::{decode, share};
pub(crate) use text::Text;

use super::error::Fault;
use encoding_rs::Encoding;

/// An encoding that a text file can be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Charset {
    /// UTF-32, which encoding_rs leaves out.
    Utf32 { big: bool },
    /// Any encoding of the WHATWG standard.
    Known(&'static Encoding),
}

impl Charset {
    /// Gives the lower-case name that reports show; GBK is reported as its superset.
    pub(crate) fn name(self) -> String {
        match self {
            Self::Utf32 { big: true } => "utf-32be".into(),
            Self::Utf32 { big: false } => "utf-32le".into(),
            Self::Known(e) if e == encoding_rs::GBK => "gb18030".into(),
            Self::Known(e) => e.name().to_lowercase(),
        }
    }
}

/// The encoding of a file and why it is thought to be that.
#[derive(Clone, Debug)]
pub(crate) struct Detected {
    pub(crate) charset: Charset,
    /// Bytes of the byte order mark.
    pub(crate) bom: usize,
    pub(crate) why: String,
}

/// The bytes that evidence is gathered from; more of them do not change the answer.
const SAMPLE: usize = 1 << 20;

/// Decides the encoding: what the caller says, a byte order mark, NUL patterns, strict UTF-8, then plausibility of the decoded characters.
pub(crate) fn detect(bytes: &[u8], asked: Option<&str>) -> Result<Detected, Fault> {
    if let Some(label) = asked {
        return labelled(bytes, label);
    }
    if let Some((charset, bom)) = unicode::byte_order_mark(bytes) {
        return Ok(Detected { charset, bom, why: "byte order mark".into() });
    }
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    if let Some(charset) = unicode::nul_pattern(sample) {
        return Ok(Detected { charset, bom: 0, why: "every other byte is NUL, without a byte order mark".into() });
    }
    if let Some(why) = unicode::utf8(bytes) {
        return Ok(Detected { charset: Charset::Known(encoding_rs::UTF_8), bom: 0, why });
    }
    let (encoding, why) = evidence::best(bytes);
    Ok(Detected { charset: Charset::Known(encoding), bom: 0, why })
}

/// Says whether the bytes are UTF-16 or UTF-32, by mark or by pattern.
pub(crate) fn is_wide(bytes: &[u8]) -> bool {
    let wide = |c: Charset| c != Charset::Known(encoding_rs::UTF_8);
    unicode::byte_order_mark(bytes).is_some_and(|(c, _)| wide(c)) || unicode::nul_pattern(bytes.get(..SAMPLE).unwrap_or(bytes)).is_some()
}

fn labelled(bytes: &[u8], label: &str) -> Result<Detected, Fault> {
    let (found, bom) = unicode::byte_order_mark(bytes).map_or((None, 0), |(c, n)| (Some(c), n));
    let charset = match label.trim().to_ascii_lowercase().as_str() {
        "utf-32le" | "utf-32" => Charset::Utf32 { big: false },
        "utf-32be" => Charset::Utf32 { big: true },
        "utf-8-sig" | "utf8-sig" => Charset::Known(encoding_rs::UTF_8),
        "cp936" => Charset::Known(encoding_rs::GB18030),
        "cp950" => Charset::Known(encoding_rs::BIG5),
        "cp932" => Charset::Known(encoding_rs::SHIFT_JIS),
        "cp949" => Charset::Known(encoding_rs::EUC_KR),
        "mac_roman" | "mac-roman" | "macroman" => Charset::Known(encoding_rs::MACINTOSH),
        other => Charset::Known(Encoding::for_label(other.as_bytes()).ok_or_else(|| Fault::UnknownEncoding(label.to_owned()))?),
    };
    // A mark of another encoding than the one asked for is text to that encoding.
    let bom = if found == Some(charset) { bom } else { 0 };
    Ok(Detected { charset, bom, why: "asked for".into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: &str) {
        let found = detect(bytes, None).unwrap();
        assert_eq!(found.charset.name(), expected, "{:?}", String::from_utf8_lossy(bytes));
    }

    fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
        let (bytes, _, failed) = encoding.encode(text);
        assert!(!failed);
        bytes.into_owned()
    }

    #[test]
    fn encodings_are_recognised_by_evidence() {
        check(b"a,b\n1,2\n", "utf-8");
        check("编码,名称\n1,螺栓\n".as_bytes(), "utf-8");
        check(b"\xef\xbb\xbfa,b\n", "utf-8");
        check(b"\xff\xfea\0,\0b\0", "utf-16le");
        check(b"a\0,\0b\0\n\0", "utf-16le");
        check(b"\0a\0,\0b\0\n", "utf-16be");
        check(&"编码,名称,规格\n1,螺栓,M8\n".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>(), "utf-16le");
        check(&encoded("日期,销量\n2015/3/1,51\n2015/2/28,2618.2\n", encoding_rs::GBK), "gb18030");
        check(&encoded("物料编码,名称,规格型号\n001,外六角螺栓,M8x20\n", encoding_rs::GBK), "gb18030");
        check(&encoded("公司代號,公司名稱,市場別\n1101,臺灣水泥股份有限公司,TWSE\n", encoding_rs::BIG5), "big5");
        check(&encoded("商品コード,商品名,単価\n001,ネジ（小）,120\n", encoding_rs::SHIFT_JIS), "shift_jis");
        check(&encoded("商品コード,商品名,単価\n001,ネジ（小）のセット,120\n", encoding_rs::EUC_JP), "euc-jp");
        check(&encoded("거래처코드,거래처명,주소\n001,한국전자 주식회사,서울특별시\n", encoding_rs::EUC_KR), "euc-kr");
        check(&encoded("name,city\nJosé,México D.F.\nMüller,Köln\n", encoding_rs::WINDOWS_1252), "windows-1252");
        check(b"name,city\nJos\x8e,M\x8exico D.F.\nM\x9fller,K\x9aln\n", "macintosh");
    }

    #[test]
    fn a_few_broken_bytes_do_not_change_utf8() {
        let mut bytes = "编码,名称\n".repeat(50).into_bytes();
        bytes.extend_from_slice(b"1,\xff\n");
        check(&bytes, "utf-8");
    }

    #[test]
    fn an_unknown_label_is_an_error() {
        assert!(matches!(detect(b"a", Some("klingon")), Err(Fault::UnknownEncoding(_))));
        assert_eq!(detect(b"a", Some("GBK")).unwrap().charset.name(), "gb18030");
    }
}

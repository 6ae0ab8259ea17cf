//! Formats of the workbook, and cells that cannot be run.

use crate::model::Severity;
use crate::report::neutral::dangerous;
use crate::report::visible::visible;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

/// The longest text of a cell that is shown in full; Excel's own limit is 32,767 UTF-16 units.
const LONGEST: usize = 2_000;

/// The formats that sheets share.
pub(super) struct Styles {
    pub(super) head: Format,
    pub(super) answer_head: Format,
    pub(super) text: Format,
    pub(super) soft: Format,
    pub(super) number: Format,
    pub(super) answer: Format,
    pub(super) title: Format,
    pub(super) label: Format,
    pub(super) link: Format,
    severities: [Format; 4],
    verdicts: [Format; 3],
    /// `text` with the quote prefix.
    quoted: Format,
}

const INK: u32 = 0x1C2127;
const SOFT: u32 = 0x5B6470;
const LINE: u32 = 0xE3E6EA;

impl Styles {
    /// Makes the formats.
    pub(super) fn new() -> Self {
        // A font that both Excel and WPS have for Chinese and Latin text.
        let base = Format::new().set_font_name("Microsoft YaHei").set_font_size(10).set_font_color(Color::RGB(INK));
        let cell = base
            .clone()
            .set_align(FormatAlign::Top)
            .set_text_wrap()
            .set_border_bottom(FormatBorder::Thin)
            .set_border_color(Color::RGB(LINE));
        let head =
            base.clone().set_bold().set_align(FormatAlign::VerticalCenter).set_background_color(Color::RGB(0xEEF0F3)).set_text_wrap();
        let filled = |back: u32, ink: u32| cell.clone().set_background_color(Color::RGB(back)).set_font_color(Color::RGB(ink)).set_bold();
        let verdict = |ink: u32| base.clone().set_bold().set_font_size(14).set_font_color(Color::RGB(ink));
        Self {
            answer_head: head.clone().set_background_color(Color::RGB(0xFBEFD5)),
            head,
            soft: cell.clone().set_font_color(Color::RGB(SOFT)),
            number: cell.clone().set_num_format("#,##0").set_align(FormatAlign::Right),
            // Text, so that a code typed into it stays as it was typed.
            answer: cell.clone().set_background_color(Color::RGB(0xFFFBF2)).set_num_format("@").set_unlocked(),
            title: base.clone().set_bold().set_font_size(16),
            label: base.clone().set_font_color(Color::RGB(SOFT)).set_align(FormatAlign::Top),
            link: cell.clone().set_font_color(Color::RGB(0x2F5F8F)),
            severities: [filled(0xEEF0F3, SOFT), filled(0xFBEFD5, 0x7D5207), filled(0xF8E2DC, 0x96361F), filled(0xA62F24, 0xFFFFFF)],
            verdicts: [verdict(0x1F7A5C), verdict(0xA8690D), verdict(0xB93A2B)],
            quoted: cell.clone().set_quote_prefix(),
            text: cell,
        }
    }

    /// Gives the format of a severity.
    pub(super) fn severity(&self, s: Severity) -> &Format {
        let [info, warning, error, critical] = &self.severities;
        match s {
            Severity::Info => info,
            Severity::Warning => warning,
            Severity::Error => error,
            Severity::Critical => critical,
        }
    }

    /// Gives the format of a verdict.
    pub(super) fn verdict(&self, key: &str) -> &Format {
        let [go, conditional, no_go] = &self.verdicts;
        match key {
            "go" => go,
            "conditional" => conditional,
            _ => no_go,
        }
    }

    /// Writes other people's text: always as text, with the quote prefix where it would be a formula once edited or saved as CSV.
    pub(super) fn data(&self, sheet: &mut Worksheet, row: u32, column: u16, text: &str) -> Result<(), XlsxError> {
        let text = cell_text(text);
        let format = if dangerous(&text) { &self.quoted } else { &self.text };
        sheet.write_string_with_format(row, column, text, format)?;
        Ok(())
    }
}

/// Shows invisible characters and cuts endless texts with a word on how much was cut.
pub(super) fn cell_text(text: &str) -> String {
    let shown = visible(text).replace("\r\n", "\n").replace('\r', "\n");
    match shown.char_indices().nth(LONGEST) {
        None => shown,
        Some((end, _)) => format!("{}… (+{})", shown.get(..end).unwrap_or_default(), shown.chars().count() - LONGEST),
    }
}

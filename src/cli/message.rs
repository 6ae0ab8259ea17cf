//! Errors of the world in the user's language, with a hint where there is one.

use crate::emit::FolderError;
use crate::model::Lang;
use crate::pipeline::RunError;
use crate::read::ReadError;
use std::error::Error;

/// Says what went wrong, cause included.
pub(super) fn of(error: &RunError, lang: Lang) -> String {
    match lang {
        Lang::En => english(error),
        Lang::Zh => chinese(error),
    }
}

fn english(error: &RunError) -> String {
    match error {
        RunError::NothingReadable(files) => {
            let lines: String = files.iter().map(|(_, e)| format!("\n  {e}")).collect();
            format!("none of the files could be read:{lines}")
        }
        RunError::Inputs(source) => source.to_string(),
        RunError::Folder(source) => with_causes(source),
        other => with_causes(other),
    }
}

fn with_causes(error: &dyn Error) -> String {
    let mut out = error.to_string();
    let mut cause = error.source();
    while let Some(c) = cause {
        let text = c.to_string();
        // Some errors repeat their cause in their own text.
        if !out.contains(&text) {
            out.push_str(": ");
            out.push_str(&text);
        }
        cause = c.source();
    }
    out
}

fn chinese(error: &RunError) -> String {
    match error {
        RunError::NoInput(paths) => {
            let names: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
            format!("{} 中没有找到任何表格文件（Excel 或 CSV）", names.join("、"))
        }
        RunError::NothingReadable(files) => {
            let lines: String = files.iter().map(|(_, e)| format!("\n  {}", read(e))).collect();
            format!("没有一个文件能够读取：{lines}")
        }
        RunError::Inputs(e) => read(e),
        RunError::Crosswalk { path, source } => format!("上次运行的编码对照表 {} 无法使用：{source}", path.display()),
        RunError::Decisions { path, source } => format!("决定文件 {} 无法使用：{source}", path.display()),
        RunError::Folder(FolderError::NotOurs { path }) => {
            format!("{} 已存在，且不是本程序的运行目录；请换一个目录，或先将其移走", path.display())
        }
        RunError::Folder(FolderError::Io { path, source }) => format!("无法写入 {}：{source}", path.display()),
        RunError::Folder(e) => format!("无法写入运行目录：{e}"),
        RunError::Report { name, source } => format!("无法写入 {name}：{}", with_causes(source)),
        RunError::Cancelled => "已取消；没有写入任何内容".to_owned(),
    }
}

/// Says in Chinese why a file could not be read.
pub(super) fn read(error: &ReadError) -> String {
    match error {
        ReadError::Io { path, source } => format!("无法读取 {}：{source}", path.display()),
        ReadError::NotATable { name, found } => format!("{name} 不是表格：内容是 {found}，应为 Excel 工作簿或分隔文本"),
        ReadError::Encrypted { name, how } => format!("{name} 已加密（{how}）：请去掉密码另存后再读"),
        ReadError::Corrupt { name, format, detail } => format!("{name} 是损坏的 {format} 文件：{detail}"),
        ReadError::Limit { name, limit, allowed, at } => {
            let at = if at.is_empty() { String::new() } else { format!("（{at}）") };
            format!("{name} 超过限制 {limit} = {allowed}{at}")
        }
        ReadError::NoSuchSheet { name, sheet, there } => format!("{name} 没有工作表“{sheet}”；现有：{}", there.join("、")),
        ReadError::UnknownEncoding(label) => {
            format!("未知编码“{label}”；可用 utf-8、gb18030、big5、shift_jis、euc-kr、utf-16le、windows-1252 等")
        }
    }
}

//! The language of the command line itself: help and usage errors in Chinese where the user speaks it.

use crate::model::Lang;
use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::ffi::OsString;
use std::io::Write;

/// Finds the language before anything is parsed: `--lang` where it stands, otherwise the locale.
pub(super) fn of(arguments: &[OsString]) -> Lang {
    let mut words = arguments.iter().map(|a| a.to_string_lossy());
    while let Some(word) = words.next() {
        let value = match word.strip_prefix("--lang") {
            Some("") => words.next().map(|w| w.into_owned()),
            Some(v) => v.strip_prefix('=').map(str::to_owned),
            None => None,
        };
        match value.as_deref() {
            Some("zh") => return Lang::Zh,
            Some("en") => return Lang::En,
            _ => {}
        }
    }
    let locale = sys_locale::get_locale().unwrap_or_default();
    if locale.to_lowercase().starts_with("zh") { Lang::Zh } else { Lang::En }
}

/// The order of a help text.
const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";
/// What `help` says of itself and of every command below it.
const HELP: &str = "显示某个命令的帮助";

const TO: &str = "目标：SQLite 文件，或不含密码的 postgres://用户@主机/数据库";

/// What is said of targets below each of their sub-commands.
const TARGETS: &str = "目标是 SQLite 文件（erp.db、sqlite:文件）或 postgres://用户@主机:端口/数据库，可带 ?schema=名称、sslmode=disable|prefer|require、sslrootcert=文件、timeout=秒数。\
     密码取自 PGPASSWORD 或密码文件（PGPASSFILE、~/.pgpass），不写在 URL 中。连接其他机器时加密并核对服务器证书。\n\n\
     退出码：0 完成，1 有拒绝、差异、保留或尚不具备条件，2 用法有误或表不匹配，3 目标、磁盘或运行目录故障，130 在批次之间停止";

/// Help texts in Chinese: sub-command (empty for all), argument (empty for the sub-command itself), text.
const CHINESE: &[(&str, &str, &str)] = &[
    ("", "", "把 Excel 和 CSV 中的旧主数据迁移到新 ERP：规范、查重、核对、评分、分批，一行不丢"),
    ("", "lang", "消息和报告的语言：zh 或 en [默认：按系统区域]"),
    ("", "threads", "使用的线程数；结果与线程数无关 [默认：全部核心]"),
    ("", "quiet", "只输出错误"),
    ("", "json", "以 JSON 输出结果"),
    ("", "help", "显示帮助"),
    ("", "version", "显示版本"),
    ("run", "", "完成除装载外的全部工作：读取、规范、检查、查重、核对、评分、写出批次"),
    ("run", "inputs", "项目（cutover.toml 或其目录），或导出文件和目录 [默认：当前目录的项目]"),
    ("run", "output", "要写入的运行目录；其中的旧运行会被替换 [默认：cutover-run，或项目中的设置]"),
    ("run", "crosswalk", "上一次运行的编码对照表：其中已有新编码的记录保持不变"),
    ("run", "rules", "追加的规则包；可多次给出"),
    ("run", "set", "优先于项目文件的设置，如 project.target=\"sap\"；可多次给出"),
    ("run", "raw", "报告中不遮盖个人信息"),
    ("init", "", "生成项目：写出 cutover.toml，含识别出的来源和列映射"),
    ("init", "inputs", "导出文件和目录 [默认：当前目录]"),
    ("init", "output", "要写入的项目文件"),
    ("init", "force", "替换已有的项目文件"),
    ("read", "", "把任何杂乱的文件写成干净的 UTF-8 CSV"),
    ("read", "file", "要读取的文件"),
    ("read", "output", "CSV 的写入位置 [默认：标准输出]"),
    ("read", "explain", "说明做了哪些判断，依据是什么"),
    ("read", "sheet", "只读这个工作表"),
    ("read", "encoding", "文件编码，如 gb18030"),
    ("read", "delimiter", "文件分隔符；\\t 表示制表符"),
    ("read", "quote", "引号字符；none 表示没有引号"),
    ("read", "table", "文件含多个表时写出第几个，从 1 起 [默认：第一个有数据的表]"),
    ("read", "limits", "防范恶意文件的限制，如 cells=1000000；可多次给出"),
    ("read", "header", "表头所在行，从 1 起；0 表示没有表头"),
    ("dedupe", "", "在任意表格中查重，或关联两份清单，无需项目"),
    ("dedupe", "files", "要查重的文件：Excel 或分隔文本；多个文件按列名合并"),
    ("dedupe", "id", "主键列 [默认：以文件行号为编号]"),
    ("dedupe", "output", "要写入的目录：pairs.csv、clusters.csv 和 model.json；其中的旧结果会被替换"),
    ("dedupe", "link", "关联两个文件：只比较两者之间的记录"),
    ("dedupe", "config", "列类型设置（TOML 或 JSON），或以前结果中的 model.json"),
    ("dedupe", "threshold", "概率不低于此值的记录对会合并，0 到 1 [默认：自动选择]"),
    ("dedupe", "review", "概率不低于此值的记录对交人工判断；低于 0.003 的一律不保留 [默认：0.2]"),
    ("dedupe", "labels", "人工判断过的记录对：id_l、id_r、decision（same 或 different）"),
    ("dedupe", "explain", "说明一对记录的权重从何而来；配合 --config 的模型会很快"),
    ("dedupe", "raw", "在 --explain 中不遮盖个人信息"),
    ("profile", "", "在作出承诺之前说明文件里有什么：填充率、类型、格式、编码、主键、损坏，以及迁移难度"),
    ("profile", "inputs", "导出文件和目录"),
    ("profile", "html", "另外写出带小图的网页"),
    ("profile", "as_of", "此日之后的日期视为未来，如 2026-01-31 [默认：今天]"),
    ("profile", "raw", "不遮盖个人信息"),
    ("run", "decisions", "人工对以往运行作出的决定 [默认：项目中的设置，或运行目录旁的 decisions.csv]"),
    ("review", "", "判定疑似重复和问题：在本机网页上，或收回 findings.xlsx 中的答复；下次运行自动沿用"),
    ("review", "run", "提出这些问题的运行目录"),
    ("review", "list", "列出尚未决定的问题"),
    ("review", "import", "收回的工作簿；可给出多个"),
    ("review", "decisions", "决定文件 [默认：项目中的设置，或运行目录旁的 decisions.csv]"),
    ("review", "by", "决定人 [默认：网页上为系统用户，工作簿中为工作表的责任人]"),
    ("review", "port", "网页的端口 [默认：任一空闲端口]"),
    ("review", "raw", "网页上不遮盖个人信息"),
    ("status", "place", "项目或运行目录 [默认：当前目录的项目]"),
    ("explain", "", "讲述一条记录的来龙去脉：来源、修改、问题、合并与去向"),
    ("explain", "run", "运行目录"),
    ("explain", "code", "旧编码或新编码"),
    ("explain", "entity", "只看此类数据，如 customer"),
    ("explain", "system", "只看此旧系统"),
    ("load", "", "把一个波次的批次装入数据库：暂存、核对、生效；可续装，不会重复写入"),
    ("load", "run", "运行目录"),
    ("load", "wave", "波次 [默认：第一个尚未装入的]"),
    ("load", "mode", "写入哪些记录：insert 拒绝已有的键，update 拒绝没有的键，upsert 两者都写 [默认：按项目，否则 insert]"),
    ("load", "refused", "目标拒绝记录时怎么办：stop 整批不装，load-rest 装入其余 [默认：按项目，否则 stop]"),
    ("load", "max_refused", "最多允许拒绝多少条，超过则停止 [默认：按项目，否则 100]"),
    ("load", "create", "建立目标缺少的表"),
    ("load", "despite_verdict", "结论为不可上线时仍然装入；理由记入目标台账，并写在验收确认书上"),
    ("load", "dry_run", "全部做完后撤销：显示哪些会被拒绝或更改"),
    ("load", "raw", "不遮盖个人信息"),
    ("verify", "", "逐字段比对数据库与已装入的批次"),
    ("verify", "run", "运行目录"),
    ("verify", "wave", "波次 [默认：全部已装入的]"),
    ("verify", "limit", "每批最多列出多少条差异；总数照计"),
    ("verify", "raw", "不遮盖个人信息"),
    ("rollback", "", "原样撤回一个批次、一个波次或整个运行；之后被人改过的行保留"),
    ("rollback", "batch", "撤回一个批次，如 pilot/001-customer"),
    ("rollback", "wave", "撤回一个波次的全部批次"),
    ("rollback", "run", "运行，即项目名称；未给出 --batch 和 --wave 时全部撤回"),
    ("rollback", "force", "被人改过的行也撤回；台账中会记下"),
    ("rollback", "cascade", "先撤回引用它的后续批次"),
    ("accept", "", "验收一个已装入并核对过的波次，之后才能装下一个"),
    ("accept", "run", "运行目录；确认书写在其中：acceptance-波次.html"),
    ("accept", "wave", "波次"),
    ("accept", "by", "验收人"),
    ("accept", "note", "说明"),
    ("accept", "confirm", "须由人确认的条件的名称；可多次给出"),
    ("status", "", "显示各次运行及得分的变化，谁能在切换前完成；或用 --to 查看装入了什么"),
    ("load", "to", TO),
    ("verify", "to", TO),
    ("rollback", "to", TO),
    ("accept", "to", TO),
    ("status", "to", "改为说明该目标装入了什么：波次、批次、何人、何时、之后的变动"),
    ("diff", "", "比较两次运行：得分、门槛、记录去向、问题、编码"),
    ("diff", "before", "较早的运行目录；运行会替换它写入的目录，请用 cutover run -o 各写一个"),
    ("diff", "now", "较晚的运行目录"),
    ("diff", "output", "把全部差别写入此 CSV 文件"),
    ("completions", "", "输出命令行补全脚本"),
    ("completions", "shell", "命令行种类"),
    ("manual", "", "输出手册页，或为每个命令写出一页"),
    ("manual", "output", "把程序和各命令的手册页写入此目录 [默认：输出程序的手册页]"),
    ("rules list", "", "列出数据类型、检查、规范化和提示"),
    ("rules list", "entity", "只看此类数据"),
    ("rules list", "markdown", "以 Markdown 写出全部规则的双语参考页"),
    ("rules show", "", "说明一条检查、规范化或提示"),
    ("rules show", "name", "名称或代码"),
    ("rules test", "", "装载项目或规则包，指出错误，并运行规则自带的例子"),
    ("rules test", "files", "项目或规则包 [默认：自带的规则包]"),
    ("rules", "", "列出规则、查看一条规则，或用规则包自带的例子测试"),
];

/// Puts the help texts into the user's language.
pub(super) fn translate(mut command: Command, lang: Lang) -> Command {
    if lang == Lang::En {
        return command;
    }
    // Help and version are options like others only once the grammar is built.
    command.build();
    let top =
        in_chinese(command, "").after_help("退出码：0 完成且全部门槛通过，1 有门槛未通过，2 用法或计划有误，3 磁盘或系统故障，130 已取消");
    within(top, "")
}

/// Translates sub-commands, and theirs, under their whole name such as `rules list`.
fn within(command: Command, parent: &str) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    names.into_iter().fold(command, |command, name| {
        let whole = format!("{parent} {name}").trim().to_owned();
        command.mut_subcommand(name, |c| within(in_chinese(c, &whole), &whole))
    })
}

fn in_chinese(mut command: Command, name: &str) -> Command {
    let of = |argument: &str| {
        let said = |command: &str| CHINESE.iter().find(|(c, a, _)| *c == command && *a == argument).map(|(.., text)| *text);
        // Options of every command are said once.
        said(name).or_else(|| said("").filter(|_| !argument.is_empty()))
    };
    let about = if name.split(' ').any(|part| part == "help") { Some(HELP) } else { of("") };
    if let Some(about) = about {
        command = command.about(about);
    }
    command = command.help_template(TEMPLATE).subcommand_help_heading("命令");
    if name == "dedupe" {
        command = command.after_help(
            "概率达到 threshold 的记录对判为相同（same），介于 review 与 threshold 之间的待定（undecided），其余不写出；未给出时 threshold 按估计的准确率选择，review 为 0.2，或取 --config 中模型的值。\
             退出码：0 完成，2 用法有误，3 文件无法读写，130 已取消",
        );
    }
    if name == "review" {
        command = command.after_help(
            "未给出 --list 和 --import 时打开网页：仅限本机，随机端口，仅供最先打开链接的浏览器使用，按 Ctrl-C 结束。每项决定立即写入，无论怎样结束都不会丢失。\n\n\
             工作簿中的答复会与该次运行的问题核对。同一问题有两种答复，或答复无法识别时，不作决定并列出。\n\n退出码：0 完成，1 有答复未形成决定，2 用法有误，3 文件无法读写或端口不可用",
        );
    }
    if ["load", "verify", "rollback", "accept", "status"].contains(&name) {
        command = command.after_help(TARGETS);
    }
    if name == "profile" {
        command = command.after_help(super::profile::help(Lang::Zh));
    }
    command.mut_args(|a| {
        let heading = if a.is_positional() { "参数" } else { "选项" };
        let a = if a.is_hide_set() { a } else { a.help_heading(heading) };
        match of(a.get_id().as_str()) {
            Some(text) => a.help(text),
            None => a,
        }
    })
}

/// Prints help, version, or what is wrong with the command line.
pub(super) fn print(error: &clap::Error, lang: Lang) {
    if lang == Lang::Zh
        && error.use_stderr()
        && let Some(text) = chinese(error)
    {
        // A closed standard error is no reason to fail once more.
        let _ = writeln!(std::io::stderr(), "错误：{text}\n\n用 --help 查看用法。");
        return;
    }
    let _ = error.print();
}

fn chinese(error: &clap::Error) -> Option<String> {
    let text = |kind: ContextKind| {
        error.get(kind).map(|v| match v {
            ContextValue::Strings(s) => s.join("、"),
            other => other.to_string(),
        })
    };
    let argument = text(ContextKind::InvalidArg).unwrap_or_default();
    let mut out = match error.kind() {
        ErrorKind::UnknownArgument => format!("没有 {argument} 这个选项"),
        ErrorKind::InvalidSubcommand => format!("没有 {} 这个命令", text(ContextKind::InvalidSubcommand)?),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("{argument} 的值 {} 无效", text(ContextKind::InvalidValue).unwrap_or_default())
        }
        ErrorKind::MissingRequiredArgument => format!("缺少 {argument}"),
        ErrorKind::ArgumentConflict => format!("{argument} 不能与其他选项同时使用"),
        _ => return None,
    };
    let likely = text(ContextKind::SuggestedArg).or_else(|| text(ContextKind::SuggestedSubcommand));
    if let Some(valid) = text(ContextKind::ValidValue) {
        out.push_str(&format!("；可用：{valid}"));
    }
    if let Some(likely) = likely {
        out.push_str(&format!("；是否想用 {likely}？"));
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_and_option_is_said_in_chinese() {
        fn untold(command: &Command, out: &mut Vec<String>) {
            let chinese = |text: Option<String>| text.is_some_and(|t| !t.is_ascii());
            if !chinese(command.get_about().map(ToString::to_string)) {
                out.push(command.get_name().to_owned());
            }
            let arguments = command.get_arguments().filter(|a| !chinese(a.get_help().map(ToString::to_string)));
            out.extend(arguments.map(|a| format!("{} {}", command.get_name(), a.get_id())));
            command.get_subcommands().for_each(|c| untold(c, out));
        }
        let mut out = Vec::new();
        untold(&super::super::arguments::grammar(Lang::Zh), &mut out);
        assert!(out.is_empty(), "without words: {out:?}");
    }

    #[test]
    fn the_language_is_found_before_parsing() {
        let of = |words: &[&str]| of(&words.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(of(&["cutover", "run", "--lang", "zh"]), Lang::Zh);
        assert_eq!(of(&["cutover", "--lang=en", "run"]), Lang::En);
    }
}

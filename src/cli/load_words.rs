//! What keeps loads, rollbacks and verifications from being done, in both languages, each with what to do about it.

use crate::load::{Failure, Judged, LoadError, Misfit, Mismatch, NameError, Needs, PackageError, Reason, Step, TargetError, UrlError};
use crate::model::Lang;
use crate::report::one_line;

/// Says what went wrong, and what to do about it.
pub(super) fn error(error: &LoadError, lang: Lang) -> String {
    let (what, hint) = match error {
        LoadError::Target { place, step, batch, source } => {
            let batch = batch.as_ref().map(|b| format!(" ({b})")).unwrap_or_default();
            (format!("{place}{batch}: {}: {}", doing(*step, lang), said(source)), to_do(source.kind, lang).to_owned())
        }
        LoadError::Mismatches(all) => {
            let lines: String = all.iter().map(|m| format!("\n  {}", mismatch(m, lang))).collect();
            (
                format!(
                    "{}{lines}",
                    pick(
                        lang,
                        "目标表与批次不匹配，尚未写入任何内容：",
                        "the target's tables do not take the batches, and nothing was written:"
                    )
                ),
                String::new(),
            )
        }
        LoadError::Package(e) => package(e, lang),
        LoadError::NotReady(judged) => not_ready(judged, lang),
        other => described(other, lang),
    };
    if hint.is_empty() { what } else { format!("{what}\n{hint}") }
}

fn not_ready(judged: &Judged, lang: Lang) -> (String, String) {
    let missed = missed(judged, lang);
    let what = match lang {
        Lang::Zh => format!("该运行的结论是不可上线，尚未写入任何内容：{missed}"),
        Lang::En => format!("the verdict of this run is NO-GO, and nothing was written: {missed}"),
    };
    let hint = pick(
        lang,
        "消除这些问题后重新执行 cutover run；若是演练装载，或已决定仍要装入，加 --despite-verdict 理由（理由记入台账，并写在验收确认书上）；--dry-run 不需要",
        "mend what stands against it and run again; for a mock load, or where it was decided all the same, add --despite-verdict REASON, which is kept in the ledger and stands on \
         the acceptance; --dry-run needs none",
    );
    (what, hint.to_owned())
}

fn missed(judged: &Judged, lang: Lang) -> String {
    let lost = pick(lang, "总数不平", "the run does not balance");
    let all: Vec<&str> = (!judged.balanced).then_some(lost).into_iter().chain(judged.missed.iter().map(String::as_str)).collect();
    one_line(&all.join(pick(lang, "；", "; "))).into_owned()
}

/// Says what stands against a load that goes on; `None`: nothing does.
pub(super) fn against(judged: Option<&Judged>, lang: Lang) -> Option<String> {
    let judged = judged.filter(|j| !j.go())?;
    let missed = missed(judged, lang);
    let (zh, en) = if judged.conditional() { ("有条件上线", "conditional") } else { ("不可上线", "NO-GO") };
    Some(match lang {
        Lang::Zh => format!("注意：该运行的结论是{zh}：{missed}"),
        Lang::En => format!("note: the verdict of this run is {en}: {missed}"),
    })
}

fn pick<'t>(lang: Lang, zh: &'t str, en: &'t str) -> &'t str {
    if lang == Lang::Zh { zh } else { en }
}

fn said(e: &TargetError) -> String {
    if e.code.is_empty() { e.said.clone() } else { format!("{} [{}]", e.said, e.code) }
}

fn doing(step: Step, lang: Lang) -> &'static str {
    let (zh, en) = match step {
        Step::Connect => ("连接", "connecting"),
        Step::Lock => ("加锁", "locking"),
        Step::Ledger => ("台账", "reading or making the ledger"),
        Step::Tables => ("查看或建立表", "looking at tables or making them"),
        Step::Stage => ("暂存", "staging"),
        Step::Check => ("核对暂存的记录", "checking what was staged"),
        Step::Promote => ("写入", "writing"),
        Step::Commit => ("提交", "committing"),
        Step::Rollback => ("撤回", "taking back"),
        Step::Verify => ("比对", "comparing"),
    };
    pick(lang, zh, en)
}

fn to_do(kind: Failure, lang: Lang) -> &'static str {
    let (zh, en) = match kind {
        Failure::Unreachable => ("检查主机、端口和防火墙；服务器是否已启动？", "check host, port and firewall; is the server up?"),
        Failure::Login => (
            "检查用户名；密码放在环境变量 PGPASSWORD 或密码文件 ~/.pgpass（chmod 600）中",
            "check the user; the password belongs into PGPASSWORD or ~/.pgpass (chmod 600)",
        ),
        Failure::NoDatabase => {
            ("检查数据库或模式的名称，以及文件夹是否存在", "check the name of the database or schema, and that the folder is there")
        }
        Failure::Encryption => (
            "服务器证书不受信任或不支持加密：用 sslrootcert=文件 指定证书，或在可信网络中用 sslmode=disable",
            "the server's certificate is not trusted or it does not encrypt: name its certificate with sslrootcert=FILE, or use sslmode=disable in a network that you trust",
        ),
        Failure::Lost => (
            "连接中断，此批次未装入；恢复后再次运行同一命令即可继续",
            "the connection was lost and this batch is not loaded; run the same command again to go on from here",
        ),
        Failure::TimedOut => (
            "服务器没有应答；再次运行同一命令即可继续，或用 timeout=秒数 延长等待",
            "the server does not answer; run the same command again to go on, or wait longer with timeout=SECONDS",
        ),
        Failure::Conflict | Failure::Busy => {
            ("其他程序正在使用这些数据；稍后再次运行同一命令", "another program is at work on this data; run the same command again later")
        }
        Failure::Denied => (
            "权限不足：需要读写目标表，以及在模式（或文件夹）中建表的权限；授权后再次运行同一命令",
            "a right is missing: reading and writing the target's tables and making tables in its schema (or folder); run the same command again once it is given",
        ),
        Failure::Full => (
            "目标磁盘已满，此批次未装入；腾出空间后再次运行同一命令",
            "the target's disk is full and this batch is not loaded; make room and run the same command again",
        ),
        Failure::Damaged => ("目标文件损坏、不是数据库，或磁盘有故障", "the target is damaged or no database, or its disk fails"),
        Failure::Refused(_) | Failure::Other => ("", ""),
    };
    pick(lang, zh, en)
}

fn mismatch(m: &Mismatch, lang: Lang) -> String {
    let at = if m.column.is_empty() { m.table.clone() } else { format!("{}.{}", m.table, m.column) };
    let zh = lang == Lang::Zh;
    let what = match &m.what {
        Misfit::NoTable if zh => "没有这个表（--create 可建立）".to_owned(),
        Misfit::NoTable => "there is no such table (--create makes it)".to_owned(),
        Misfit::NoColumn { like: Some(l) } if zh => format!("没有这一列；是否指 {l}？"),
        Misfit::NoColumn { like: Some(l) } => format!("there is no such column; {l}?"),
        Misfit::NoColumn { like: None } if zh => "没有这一列".to_owned(),
        Misfit::NoColumn { like: None } => "there is no such column".to_owned(),
        Misfit::Computed if zh => "由目标计算，不能写入".to_owned(),
        Misfit::Computed => "is computed by the target and cannot be written".to_owned(),
        Misfit::TooShort { takes, longest, row } if zh => format!("最多 {takes} 个字符，最长的值有 {longest} 个（第 {row} 条）"),
        Misfit::TooShort { takes, longest, row } => format!("takes {takes} characters, the longest value has {longest} (record {row})"),
        Misfit::WrongType { declared, values: c } if zh => {
            format!("类型 {declared} 容不下 {} 个值，如第 {} 条的 {:?}", c.rows, c.first, c.value)
        }
        Misfit::WrongType { declared, values: c } => {
            format!("{declared} does not take {} value(s), such as {:?} in record {}", c.rows, c.value, c.first)
        }
        Misfit::Changes { declared, values: c } if zh => {
            format!("类型 {declared} 会改变 {} 个值（前导零），如第 {} 条的 {:?}", c.rows, c.first, c.value)
        }
        Misfit::Changes { declared, values: c } => {
            format!("{declared} would change {} value(s) (leading zeros), such as {:?} in record {}", c.rows, c.value, c.first)
        }
        Misfit::NoValue if zh => "必须有值，而批次中没有这个字段".to_owned(),
        Misfit::NoValue => "must have a value, and no batch has this field".to_owned(),
        Misfit::Missing(c) if zh => format!("必须有值，而 {} 条记录没有，如第 {} 条", c.rows, c.first),
        Misfit::Missing(c) => format!("must have a value, and {} record(s) have none, such as record {}", c.rows, c.first),
        Misfit::Name(e) => name(e, lang),
        Misfit::NoKey if zh => "键的字段没有一个在每条记录中都有值".to_owned(),
        Misfit::NoKey => "no field of the key is filled in every record".to_owned(),
        Misfit::WideKey if zh => "键的字段过多".to_owned(),
        Misfit::WideKey => "the key has too many fields".to_owned(),
    };
    format!("{at}: {what}")
}

fn name(e: &NameError, lang: Lang) -> String {
    match (e, lang) {
        (NameError::Long { bytes, .. }, Lang::Zh) => format!("名称有 {bytes} 字节，PostgreSQL 只保留 63 字节（约 21 个汉字）"),
        (NameError::Empty, Lang::Zh) => "名称为空".to_owned(),
        (NameError::Nul(_), Lang::Zh) => "名称含 NUL 字符".to_owned(),
        (e, Lang::En) => e.to_string(),
    }
}

fn package(e: &PackageError, lang: Lang) -> (String, String) {
    let again =
        pick(lang, "运行目录已不是当时写出的样子：重新执行 cutover run", "the run folder is not what was written: run `cutover run` again")
            .to_owned();
    let hint = match e {
        PackageError::Chain { .. } | PackageError::Checksum { .. } | PackageError::Damaged { .. } | PackageError::Layout { .. } => again,
        PackageError::SourceChanged { .. } => {
            pick(lang, "批次来自旧的文件：重新执行 cutover run", "the batches were made of the older file: run `cutover run` again")
                .to_owned()
        }
        _ => String::new(),
    };
    let what = match (e, lang) {
        (PackageError::NoRun(p), Lang::Zh) => format!("{} 中没有带批次的运行", p.display()),
        (PackageError::Io { path, source }, Lang::Zh) => format!("无法读取 {}：{source}", path.display()),
        (PackageError::Io { path, source }, Lang::En) => format!("cannot read {}: {source}", path.display()),
        (PackageError::Damaged { path, detail }, Lang::Zh) => format!("{} 不完整或已损坏：{detail}", path.display()),
        (PackageError::Layout { path, found, known }, Lang::Zh) => format!("{} 的版式是 {found}，本程序只认识 {known}", path.display()),
        (PackageError::Chain { wave, batch }, Lang::Zh) => format!("批次链在 {wave}/{batch} 断开：有批次被删除、增加、调换或更改"),
        (PackageError::Checksum { path, found, expected }, Lang::Zh) => {
            format!("{} 的 SHA-256 是 {found}，清单上是 {expected}", path.display())
        }
        (PackageError::SourceChanged { path, found, expected }, Lang::Zh) => {
            format!("来源文件 {path} 在运行之后被更改：SHA-256 现为 {found}，当时为 {expected}")
        }
        (PackageError::NoWave { wave, there }, Lang::Zh) => format!("没有波次“{wave}”；现有：{}", there.join("、")),
        (PackageError::Records { path, source }, Lang::Zh) => format!("无法读取 {}：{source}", path.display()),
        (PackageError::Records { path, source }, Lang::En) => format!("cannot read {}: {source}", path.display()),
        (other, _) => other.to_string(),
    };
    (what, hint)
}

fn described(e: &LoadError, lang: Lang) -> (String, String) {
    let zh = lang == Lang::Zh;
    let hinted = |what: String, zh: &str, en: &str| (what, pick(lang, zh, en).to_owned());
    match e {
        LoadError::Url(UrlError::Password) => hinted(
            pick(
                lang,
                "URL 中不能写密码：它会留在进程列表和命令历史中",
                "a password in the URL would stand in the list of processes and in the shell's history",
            )
            .to_owned(),
            "用环境变量 PGPASSWORD，或密码文件 ~/.pgpass（主机:端口:数据库:用户:密码，chmod 600）",
            "use PGPASSWORD, or a passfile ~/.pgpass (host:port:database:user:password, chmod 600)",
        ),
        LoadError::Url(UrlError::Scheme) if zh => {
            ("目标应为 文件.db、sqlite:文件 或 postgres://用户@主机/数据库".to_owned(), String::new())
        }
        LoadError::Locked { holder } => hinted(
            if zh { format!("另一个装载或撤回正在进行：{holder}") } else { e.to_string() },
            "等它结束后再次运行",
            "run this again when it is done",
        ),
        LoadError::NoLedger if zh => ("目标中没有台账：从未装入过任何内容".to_owned(), String::new()),
        LoadError::NewerLedger { found, known, program } => hinted(
            if zh {
                format!("目标台账的版式是 {found}（由 {program} 写出），本程序只认识 {known}")
            } else {
                e.to_string()
            },
            "请使用更新的版本",
            "use a newer version of this program",
        ),
        LoadError::RollbackOpen { scope, who, at } => hinted(
            if zh { format!("{who} 于 {at} 开始撤回 {scope}，尚未完成") } else { e.to_string() },
            "先用同样的范围再次运行 cutover rollback，让它完成",
            "let it end first: run `cutover rollback` with the same scope again",
        ),
        LoadError::OtherContent { run, batch, loaded, given } => hinted(
            if zh { format!("{run} 的 {batch} 已以 SHA-256 {loaded} 装入，这次是 {given}") } else { e.to_string() },
            "先撤回已装入的批次（cutover rollback），再装新的",
            "take back what is loaded first (`cutover rollback`), then load the new one",
        ),
        other => refused(other, lang),
    }
}

/// Words what a target or the ledger does not let through.
fn refused(e: &LoadError, lang: Lang) -> (String, String) {
    let zh = lang == Lang::Zh;
    let hinted = |what: String, zh: &str, en: &str| (what, pick(lang, zh, en).to_owned());
    match e {
        LoadError::Arrived { batch, what, found, sent } if zh => {
            (format!("{batch}：{what} 在目标中为 {found}，发出的是 {sent}；未写入"), String::new())
        }
        LoadError::KeysChanged { batch, rows } if zh => {
            (format!("{batch}：目标在写入时改变了 {rows} 条记录的键，将无法撤回；未写入"), String::new())
        }
        LoadError::BatchRefused { batch, source } if zh => (format!("{batch}：提交时目标拒绝了整批：{}", source.said), String::new()),
        LoadError::Waits { wave, before, needs } => waits(wave, before, *needs, lang),
        LoadError::Drift { table, column } if zh && column.is_empty() => (format!("表 {table} 已不存在"), String::new()),
        LoadError::Drift { table, column } if zh => (format!("表 {table} 已没有列 {column}"), String::new()),
        LoadError::Drift { table, column } if column.is_empty() => (format!("the table {table} is not there any more"), String::new()),
        LoadError::NothingLoaded(what) => hinted(
            if zh { format!("没有装入：{what}") } else { e.to_string() },
            "用 cutover status --to URL 查看装入了什么；有多个运行时用 --run 指定",
            "see `cutover status --to URL` for what is loaded; where there are several runs, name one with --run",
        ),
        LoadError::ReferredTo(by) => {
            let one = |r: &crate::load::Referrer| format!("\n  {}: {} ({}): {}", r.batch, r.column, r.rows, r.examples.join(", "));
            let lines: String = by.iter().map(one).collect();
            let what = if zh {
                format!("后续批次引用了要撤回的记录：{lines}")
            } else {
                format!("later batches refer to what would be taken back:{lines}")
            };
            hinted(what, "先撤回它们，或加 --cascade", "take those back first, or add --cascade")
        }
        LoadError::NotAcceptable { wave, unmet } => hinted(
            if zh {
                format!("波次 {wave} 还不能验收：{}", unmet.join("；"))
            } else {
                format!("wave {wave} cannot be accepted: {}", unmet.join("; "))
            },
            "消除差异后再次 cutover verify；须由人确认的条件用 --confirm 名称",
            "mend what differs and verify again; what a person must confirm is named with --confirm",
        ),
        LoadError::BrokenSeal(n) if zh => (format!("验收记录的链在第 {n} 条断开：有人更改过"), String::new()),
        LoadError::DamagedLedger(what) if zh => (format!("目标台账无法理解：{what}"), String::new()),
        LoadError::Write { path, source } if zh => (format!("无法写入 {}：{source}", path.display()), String::new()),
        LoadError::Write { path, source } => (format!("cannot write {}: {source}", path.display()), String::new()),
        LoadError::Cancelled if zh => ("已取消".to_owned(), String::new()),
        other => (other.to_string(), String::new()),
    }
}

fn waits(wave: &str, before: &str, needs: Needs, lang: Lang) -> (String, String) {
    let (zh, en, command) = match needs {
        Needs::Load => ("尚未全部装入", "is not loaded as a whole", "cutover load"),
        Needs::Verify => ("装入后尚未核对", "was not verified since it was loaded", "cutover verify"),
        Needs::Accept => ("核对后尚未验收", "was not accepted since it was loaded", "cutover accept"),
    };
    match lang {
        Lang::Zh => (format!("波次 {wave} 须等待：波次 {before} {zh}"), format!("先运行 {command}")),
        Lang::En => (format!("wave {wave} waits: wave {before} {en}"), format!("run `{command}` first")),
    }
}

/// Says why a record was refused.
pub(super) fn reason(r: &Reason, lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    match r {
        Reason::Repeated => pick(lang, "键在批次中已出现过", "the batch has its key before").to_owned(),
        Reason::Exists => pick(lang, "键已在目标中", "its key is in the target already").to_owned(),
        Reason::Absent => pick(lang, "键不在目标中", "its key is not in the target").to_owned(),
        Reason::Ambiguous => pick(lang, "键在目标中出现多次", "its key is in the target more than once").to_owned(),
        Reason::Dangling { column, value, table } if zh => format!("{column} 引用的 {value} 不在 {table} 中"),
        Reason::Dangling { column, value, table } => format!("{column} refers to {value}, which is not in {table}"),
        Reason::Target { kind, column, constraint, .. } => {
            let of = column.as_ref().or(constraint.as_ref()).map(|c| format!(" ({c})")).unwrap_or_default();
            format!("{}{of}", kind_words(kind, lang))
        }
    }
}

fn kind_words(kind: &str, lang: Lang) -> &'static str {
    let (zh, en) = match kind {
        "unique" => ("目标中已有相同的唯一值", "another record has the same unique value"),
        "reference" => ("引用的记录不在目标中", "it refers to a record that is not there"),
        "required" => ("缺少必须有的值", "a value is missing where one must be"),
        "check" => ("违反了目标表的规则", "it breaks a rule of the table"),
        "toolong" => ("值过长", "a value is too long"),
        "number" => ("数值超出范围", "a number is out of range"),
        "date" => ("不是有效的日期", "a value is no date"),
        "type" => ("值的类型不符", "a value has another type than its column"),
        "trigger" => ("被目标的触发器拒绝", "a trigger of the target refused it"),
        _ => ("目标不接受其中的值", "the target does not take its values"),
    };
    pick(lang, zh, en)
}

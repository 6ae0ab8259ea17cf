//! report.html: one self-contained page that opens offline and prints.
//!
//! Templates stand in `templates/` and are compiled in. Everything is escaped; the page carries a content-security policy that allows
//! nothing but its own style sheet and its own small script (filter and sort; the page reads well without it), each by its SHA-256.

mod balance;
mod batches;
pub(super) mod chart;
mod duplicates;
mod findings;
mod flow;
mod gates;
mod inputs;
mod owners;
mod schemes;
mod scores;
mod sources;
mod trend;

use super::lens::Lens;
use super::mask::Masking;
use super::visible::{clip, one_line};
use super::{ReportError, ReportInput, figures, verdict};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// The style of every page.
pub(super) const STYLE: &str = include_str!("../templates/style.css");
const SCRIPT: &str = include_str!("../templates/page.js");

const TEMPLATES: [(&str, &str); 16] = [
    ("page", include_str!("../templates/page.html")),
    ("parts", include_str!("../templates/parts.html")),
    ("verdict", include_str!("../templates/verdict.html")),
    ("balance", include_str!("../templates/balance.html")),
    ("flow", include_str!("../templates/flow.html")),
    ("trend", include_str!("../templates/trend.html")),
    ("sources", include_str!("../templates/sources.html")),
    ("schemes", include_str!("../templates/schemes.html")),
    ("scores", include_str!("../templates/scores.html")),
    ("gates", include_str!("../templates/gates.html")),
    ("findings", include_str!("../templates/findings.html")),
    ("duplicates", include_str!("../templates/duplicates.html")),
    ("owners", include_str!("../templates/owners.html")),
    ("totals", include_str!("../templates/totals.html")),
    ("batches", include_str!("../templates/batches.html")),
    ("inputs", include_str!("../templates/inputs.html")),
];

/// The longest text shown in full; longer ones are cut and stand in full in the CSV files.
const LONGEST: usize = 160;

/// Renders the readiness report.
///
/// # Errors
/// If a template fails, which the tests rule out for every part of the page.
pub fn html(input: &ReportInput<'_>) -> Result<String, ReportError> {
    let lens = Lens::new(input);
    let page = context! {
        w => value(lens.words.all()),
        style => Value::from_safe_string(STYLE.to_owned()),
        script => Value::from_safe_string(SCRIPT.to_owned()),
        policy => policy(STYLE, Some(SCRIPT)),
        head => value(head(&lens)),
        balance => value(balance::view(&lens)),
        flow => value(flow::view(&lens)),
        trend => value(trend::view(&lens)),
        sources => value(sources::view(&lens)),
        schemes => value(schemes::view(&lens)),
        scores => value(scores::view(&lens)),
        gates => value(gates::view(&lens)),
        findings => value(findings::view(&lens)),
        duplicates => value(duplicates::view(&lens)),
        owners => value(owners::view(&lens)),
        totals => value(gates::totals(&lens)),
        batches => value(batches::view(&lens)),
        inputs => value(inputs::view(&lens)),
    };
    Ok(environment(&TEMPLATES)?.get_template("page")?.render(page)?)
}

/// Gives what a template may use.
pub(super) fn value(of: impl Serialize) -> Value {
    Value::from(Serde(of))
}

/// Gives an environment of templates that escapes everything and accepts nothing undefined.
pub(super) fn environment(templates: &[(&'static str, &'static str)]) -> Result<Environment<'static>, minijinja::Error> {
    let mut env = Environment::new();
    env.set_auto_escape_callback(|_| AutoEscape::Html);
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    for (name, source) in templates {
        env.add_template(name, source)?;
    }
    Ok(env)
}

/// Allows the page nothing but its own style and script, named by their hashes (Content Security Policy Level 3).
pub(super) fn policy(style: &str, script: Option<&str>) -> String {
    let hash = |text: &str| format!("'sha256-{}'", base64(&Sha256::digest(text.as_bytes())));
    let script = script.map_or_else(|| "'none'".to_owned(), hash);
    format!("default-src 'none'; style-src {}; script-src {script}; base-uri 'none'; form-action 'none'", hash(style))
}

/// Writes bytes in base64 (RFC 4648), for the policy's hashes.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let three = chunk.iter().enumerate().fold(0u32, |n, (i, b)| n | u32::from(*b) << (16 - 8 * i));
        for i in 0..4 {
            let sextet = (three >> (18 - 6 * i)) & 63;
            out.push(if i <= chunk.len() { char::from(ALPHABET[sextet as usize]) } else { '=' });
        }
    }
    out
}

#[derive(Serialize)]
struct Head {
    project: String,
    target: String,
    cutover_date: Option<String>,
    version: String,
    inputs: String,
    privacy: &'static str,
    packs: Vec<String>,
    verdict: &'static str,
    verdict_words: &'static str,
    reason: String,
    facts: Vec<Fact>,
}

#[derive(Serialize)]
struct Fact {
    name: &'static str,
    value: String,
    note: String,
}

fn head(lens: &Lens<'_>) -> Head {
    let (s, w) = (lens.input.summary, lens.words);
    let key = verdict::key(s);
    Head {
        project: shown(&s.project),
        target: shown(&s.target),
        cutover_date: lens.input.plan.cutover_date.as_deref().map(shown),
        version: w.fill("page", "program", &[("version", &s.version)]),
        inputs: w.counted("files", s.inputs.len() as u64),
        privacy: w.get("page", if lens.input.masking == Masking::Raw { "raw" } else { "masked" }),
        packs: s.packs.iter().map(|(name, version)| shown(&format!("{name} {version}"))).collect(),
        verdict: key,
        verdict_words: w.get("verdict", key),
        reason: verdict::reason(s, w),
        facts: facts(lens),
    }
}

fn facts(lens: &Lens<'_>) -> Vec<Fact> {
    let (s, w) = (lens.input.summary, lens.words);
    let undecided = s.entities.iter().map(|(_, e)| e.duplicates.undecided).sum::<u64>();
    let missed = s.gates.iter().filter(|g| !g.passed).count();
    let missed_note = if missed == 0 {
        w.get("facts", "gates_note_none").to_owned()
    } else {
        w.fill("facts", "gates_note", &[("missed", &missed.to_string())])
    };
    let ready = [("emitted", figures::count(s.fates.emitted)), ("read", w.counted("rows", s.read))];
    let waiting = [("held", figures::count(s.fates.held)), ("undecided", figures::count(undecided))];
    let fill = |key: &str, with: &[(&str, String)]| {
        let with: Vec<(&str, &str)> = with.iter().map(|(k, v)| (*k, v.as_str())).collect();
        w.fill("facts", key, &with)
    };
    vec![
        Fact {
            name: w.get("facts", "score"),
            value: figures::score(s.score.after),
            note: fill("score_note", &[("before", figures::score(s.score.before))]),
        },
        Fact { name: w.get("facts", "ready"), value: figures::share(s.fates.emitted, s.read), note: fill("ready_note", &ready) },
        Fact { name: w.get("facts", "waiting"), value: figures::count(s.fates.held + undecided), note: fill("waiting_note", &waiting) },
        Fact { name: w.get("facts", "gates"), value: format!("{} / {}", s.gates.len() - missed, s.gates.len()), note: missed_note },
    ]
}

/// Gives other people's text as the page shows it: on one line, nothing invisible, not endless. Escaping is the template's.
pub(super) fn shown(text: &str) -> String {
    clip(&one_line(text), LONGEST).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lang;
    use crate::report::sample::Sample;

    fn page(sample: &Sample, lang: Lang) -> String {
        html(&sample.input(&sample.list(), lang)).unwrap()
    }

    #[test]
    fn every_section_is_there_in_both_languages() {
        for (lang, verdict) in [(Lang::En, "Not ready for go-live"), (Lang::Zh, "不可上线")] {
            let text = page(&Sample::in_language(lang), lang);
            for id in [
                "balance",
                "scores",
                "gates",
                "trend",
                "findings",
                "duplicates",
                "owners",
                "sources",
                "codes",
                "totals",
                "batches",
                "inputs",
            ] {
                assert!(text.contains(&format!("<section id=\"{id}\"")), "{id}");
                assert!(text.contains(&format!("<a href=\"#{id}\"")), "{id}");
            }
            assert!(text.contains(verdict));
        }
    }

    #[test]
    fn the_page_loads_nothing_and_runs_only_its_own_script() {
        let text = page(&Sample::company(), Lang::En);
        for outside in ["http:", "https:", "src=", "@import", "url(", " style=", "onclick", "<link"] {
            assert!(!text.contains(outside), "{outside}");
        }
        assert!(text.contains(&format!("<style>{STYLE}</style>")) && text.contains(&format!("<script>{SCRIPT}</script>")));
        assert!(!STYLE.contains("</") && !SCRIPT.contains("</"));
        // Hashes of another implementation: `openssl dgst -sha256 -binary | openssl base64`.
        assert_eq!(base64(&Sha256::digest(b"abc")), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    }

    #[test]
    fn hostile_texts_are_shown_and_do_nothing() {
        for lang in [Lang::En, Lang::Zh] {
            let text = page(&Sample::hostile(), lang);
            assert_eq!(text.matches("<script").count(), 1);
            assert!(!text.contains("<img") && text.contains("&lt;img src=x onerror=alert(1)&gt;"));
            assert!(!text.contains(['\u{1b}', '\u{0}', '\u{202e}']) && text.contains("⟨U+202E⟩"));
            assert!(text.contains("{{ 7*7 }}"), "templates are not run on data");
        }
    }

    #[test]
    fn a_run_of_nothing_renders() {
        assert!(page(&Sample::empty(), Lang::En).contains("Nothing was read"));
    }

    #[test]
    fn the_same_run_gives_the_same_bytes() {
        assert_eq!(page(&Sample::company(), Lang::Zh), page(&Sample::company(), Lang::Zh));
    }

    #[test]
    fn personal_data_is_masked_unless_raw_is_asked_for() {
        let sample = Sample::company();
        let list = sample.list();
        let mut input = sample.input(&list, Lang::En);
        let masked = html(&input).unwrap();
        assert!(masked.contains("139****5678") && !masked.contains("13912345678"));
        input.masking = Masking::Raw;
        assert!(html(&input).unwrap().contains("13912345678"));
    }

    #[test]
    fn base64_is_that_of_the_standard() {
        for (bytes, expected) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(bytes.as_bytes()), expected);
        }
    }
}

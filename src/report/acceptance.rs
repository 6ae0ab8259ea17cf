//! The confirmation that a wave was accepted: one page with the sealed record in it.

use super::ReportError;
use crate::model::{Despite, Lang, Sealed};
use minijinja::{AutoEscape, Environment, context};

/// Renders the confirmation of an acceptance; the sealed bytes stand in it, so that the seal can be held against them.
///
/// # Errors
/// If the template does not fit, which is a bug.
pub fn acceptance(sealed: &Sealed, lang: Lang) -> Result<String, ReportError> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_template("page", include_str!("templates/acceptance.html"))?;
    let a = &sealed.acceptance;
    let criteria: Vec<_> = a
        .criteria
        .iter()
        .map(|m| context! { name => m.criterion.name.get(lang), at_most => m.criterion.at_most, found => m.found, met => m.met })
        .collect();
    let batches: Vec<_> =
        a.batches.iter().map(|(name, rows, sha)| context! { name => name.as_str(), rows => *rows, sha => sha.as_str() }).collect();
    let one = |d: &Despite| {
        context! { verdict => d.verdict.as_str(), missed => d.missed.as_str(), reason => d.reason.as_str(), who => d.who.as_str(), at => d.at.as_str() }
    };
    let despite: Vec<_> = a.despite.iter().map(one).collect();
    let zh = lang == Lang::Zh;
    let page = environment.get_template("page")?;
    Ok(page.render(context! {
        zh, a => context! { run => a.run.as_str(), wave => a.wave.as_str(), by => a.by.as_str(), note => a.note.as_str(), who => a.who.as_str(), at => a.at.as_str(), target => a.target.as_str(), digest => a.digest.as_str() }, criteria, batches, despite, record => sealed.record.as_str(), previous => sealed.previous.as_str(), seal => sealed.seal.as_str(),
    })?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Acceptance, Criterion, Measure, Met, Text};

    #[test]
    fn what_people_wrote_is_escaped() {
        let criterion = Criterion { name: Text::new("差异", "differences"), measure: Measure::Differences, at_most: Some(0) };
        let acceptance = Acceptance {
            run: "acme".into(),
            wave: "pilot".into(),
            by: "<script>alert(1)</script>".into(),
            note: "\"quoted\"".into(),
            who: "ann".into(),
            at: "2026-11-30T08:00:00Z".into(),
            target: "sqlite:erp.db".into(),
            checked: 1,
            digest: "0".into(),
            criteria: vec![Met { criterion, found: Some(0), met: true }],
            batches: vec![("001-customer".into(), 5, "ab".repeat(32))],
            despite: vec![Despite {
                run: "acme".into(),
                wave: "pilot".into(),
                verdict: "no-go".into(),
                missed: "critical".into(),
                reason: "<script>mock load</script>".into(),
                who: "ann".into(),
                at: "2026-11-30T07:00:00Z".into(),
            }],
        };
        let sealed = Sealed { acceptance, record: "{\"a\":\"</script>\"}".into(), previous: "0".repeat(64), seal: "1".repeat(64) };
        for lang in [Lang::Zh, Lang::En] {
            let page = acceptance_of(&sealed, lang);
            assert!(!page.contains("<script") && !page.contains("</script>"), "{page}");
            assert!(page.contains("mock load") && page.contains("2026-11-30T07:00:00Z"), "{page}");
            assert!(page.contains("001-customer") && page.contains(&sealed.seal) && page.contains("Content-Security-Policy"), "{page}");
        }
    }

    fn acceptance_of(sealed: &Sealed, lang: Lang) -> String {
        acceptance(sealed, lang).unwrap()
    }
}

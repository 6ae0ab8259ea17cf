//! `cutover rules test`: runs the example of every normaliser and built-in check, and those of the packs.

use crate::check::{self, Contradiction};
use crate::cli::exit::Exit;
use crate::cli::screen::Screen;
use crate::model::{Lang, Text, TextColumn};
use crate::normalise::{Context, NORMALISERS, Normaliser, Survey, Tables};
use crate::plan::{FieldSpec, FieldType, Plan};

/// Runs the examples of a plan that has been loaded without a mistake; those that do not do what they say are told one by one.
pub(super) fn run(plan: &Plan, screen: &Screen) -> Exit {
    let mut tried = check::try_examples(plan);
    let tables = Tables::of(plan);
    tried.examples += NORMALISERS.len();
    tried.contradictions.extend(NORMALISERS.iter().filter_map(|n| contradiction(n, &tables)));
    if tried.contradictions.is_empty() {
        return screen.print(&sound(plan, tried.examples, tried.covered.len(), screen.lang)).err().unwrap_or(Exit::Done);
    }
    let line = |c: &Contradiction| format!("{}: {}\n", c.rule, c.what.get(screen.lang));
    let shown: String = tried.contradictions.iter().map(line).collect();
    let n = tried.contradictions.len();
    let head = match screen.lang {
        Lang::Zh => format!("{n} 个示例与说明不符：\n"),
        Lang::En => {
            format!("{n} example{} not as {} said:\n", if n == 1 { " is" } else { "s are" }, if n == 1 { "it is" } else { "they are" })
        }
    };
    screen.fail(Exit::Usage, (head + &shown).trim_end())
}

fn contradiction(n: &Normaliser, tables: &Tables) -> Option<Contradiction> {
    let (before, after) = n.example;
    let column: TextColumn = [Some(before)].into_iter().collect();
    let context = Context { field: &FieldSpec::bare("material_source", FieldType::Text), tables, column: &Survey::of(&column, 0..1, &[n]) };
    let outcome = n.apply(before, &context);
    let found = outcome.value(before);
    (found != after).then(|| Contradiction {
        rule: n.name.to_owned(),
        what: Text::new(
            format!("{before:?} 应变为 {after:?}，实为 {found:?}"),
            format!("{before:?} should become {after:?} and becomes {found:?}"),
        ),
    })
}

fn sound(plan: &Plan, examples: usize, covered: usize, lang: Lang) -> String {
    let checks: usize = plan.entities.iter().map(|e| e.checks.len()).sum();
    let (packs, entities) = (plan.packs.len(), plan.entities.len());
    match lang {
        Lang::Zh => format!(
            "规则无误：{packs} 个规则包，{entities} 类数据，{checks} 条检查，其中 {covered} 条自带示例；{examples} 个示例全部符合\n"
        ),
        Lang::En => format!(
            "the rules are sound: {packs} packs, {entities} entities, {checks} checks, {covered} with an example of their own; all {examples} examples hold\n"
        ),
    }
}

//! Target profiles: what the system that takes the data demands of single fields. A profile is a table, `rules/targets/NAME.csv`, laid over the
//! packs as a pack would be: lengths become the fields' lengths, and everything demanded becomes a check before the load.

use super::builtin::Shipped;
use super::context::Vocabulary;
use super::disk::Place;
use super::file::Spot;
use super::load::PlanError;
use super::node::{Key, Node, Value};
use super::pack::{EntityTree, Packs};
use super::problem::{Kind, Problems};
use super::suggest;
use super::tables;
use crate::model::Text;

/// Words of the column `duty`.
const DUTIES: [&str; 3] = ["required", "unique", "leaf"];
/// Columns of a profile that can be left out have nothing to say.
const COLUMNS: [&str; 7] = ["entity", "field", "name", "length", "decimals", "duty", "values"];

/// Gives the names of all target systems: those that the program knows, and those with a profile.
pub(super) fn names(shipped: Shipped, place: &Place, vocabulary: &Vocabulary) -> Vec<String> {
    let mut names: Vec<String> = vocabulary.targets.iter().map(|t| (*t).to_owned()).collect();
    let profiles = shipped.targets.iter().map(|(n, _)| stem(n).to_owned()).chain(place.target_files());
    for name in profiles {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn stem(path: &str) -> &str {
    path.strip_prefix("targets/").unwrap_or(path).trim_end_matches(".csv")
}

/// Lays the profile of a target over the packs; a project's own profile takes the place of the one in the program.
pub(super) fn overlay(name: &str, shipped: Shipped, place: &Place, problems: &Problems, packs: &mut Packs) -> Result<(), PlanError> {
    let own = place.read_target(name, problems)?;
    let (shown, text) = match &own {
        Some((shown, text)) => (shown.as_str(), text.as_str()),
        None => match shipped.targets.iter().find(|(n, _)| stem(n) == name) {
            Some((path, text)) => (*path, *text),
            None => return Ok(()),
        },
    };
    for demand in demands(shown, text, problems) {
        demand.lay_over(name, problems, packs);
    }
    packs.versions.push((format!("target-{name}"), "1.0.0".to_owned()));
    Ok(())
}

/// One row of a profile: what the target demands of a field.
struct Demand {
    at: Spot,
    entity: String,
    field: String,
    /// The target's own name for the field.
    name: String,
    length: Option<i64>,
    decimals: Option<i64>,
    duties: Vec<String>,
    values: Vec<String>,
}

/// Reads the rows of a profile; what cannot be understood is reported.
fn demands(shown: &str, text: &str, problems: &Problems) -> Vec<Demand> {
    let Some((table, spots)) = tables::parse_text(problems, shown, text) else { return Vec::new() };
    let columns = COLUMNS.map(|c| table.column(c));
    if let [None, ..] | [_, None, ..] = columns {
        let message = Text::new("目标概要须有 entity 和 field 列", "a target profile has the columns entity and field");
        problems.report(Kind::Missing, spots.first().copied().unwrap_or(Spot { file: 0, start: 0, end: 0 }), message, Text::default());
        return Vec::new();
    }
    let read = |(row, at): (&Vec<String>, &Spot)| {
        let [entity, field, name, length, decimals, duty, values] =
            columns.map(|c| c.and_then(|c| row.get(c)).map_or("", |cell| cell.trim()));
        let list = |text: &str, by: char| text.split(by).map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        let duties = list(duty, ' ');
        for duty in duties.iter().filter(|d| !DUTIES.contains(&d.as_str())) {
            let message = Text::new(format!("没有 `{duty}` 这个要求"), format!("there is no duty `{duty}`"));
            problems.report(Kind::Unknown, *at, message, suggest::hint(duty, DUTIES));
        }
        Demand {
            at: *at,
            entity: entity.to_owned(),
            field: field.to_owned(),
            name: name.to_owned(),
            length: number(length, *at, problems),
            decimals: number(decimals, *at, problems),
            duties,
            values: list(values, '|'),
        }
    };
    table.rows.iter().zip(&spots).map(read).collect()
}

fn number(text: &str, at: Spot, problems: &Problems) -> Option<i64> {
    if text.is_empty() {
        return None;
    }
    let number = text.parse().ok().filter(|n| (0..=100_000).contains(n));
    if number.is_none() {
        let message = Text::new(format!("`{text}` 不是长度或位数"), format!("`{text}` is no length and no number of places"));
        problems.report(Kind::Form, at, message, Text::default());
    }
    number
}

impl Demand {
    /// Makes fields and checks of the demand.
    fn lay_over(&self, target: &str, problems: &Problems, packs: &mut Packs) {
        let Some(tree) = packs.entities.iter().find(|e| e.name == self.entity) else {
            let message = Text::new(format!("没有名为 `{}` 的实体", self.entity), format!("there is no entity `{}`", self.entity));
            let hint = suggest::hint(&self.entity, packs.entities.iter().map(|e| e.name.as_str()));
            return problems.report(Kind::Unknown, self.at, message, hint);
        };
        let fields = tree.node.get("field").map_or(&[][..], Node::elements);
        let name_of = |n: &Node| n.get("name").and_then(Node::as_text).map(str::to_owned);
        let Some(field) = fields.iter().find(|n| name_of(n).as_deref() == Some(self.field.as_str())) else {
            let message = Text::new(format!("没有名为 `{}` 的字段", self.field), format!("there is no field `{}`", self.field));
            let known: Vec<String> = fields.iter().filter_map(name_of).collect();
            return problems.report(Kind::Unknown, self.at, message, suggest::hint(&self.field, known.iter().map(String::as_str)));
        };
        let label = label_of(field, &self.field);
        let checks: Vec<Node> = self.checks(tree, target, &label);
        let mut over = Node::table(self.at);
        if let Some(length) = self.length.filter(|l| *l > 0) {
            let entry = self.table(vec![("name", self.text(&self.field)), ("length", self.integer(length))]);
            over.put(self.key("field"), self.list(vec![entry]));
        }
        if !checks.is_empty() {
            over.put(self.key("check"), self.list(checks));
        }
        packs.overlay(problems, &self.entity, "", over);
    }

    fn checks(&self, tree: &EntityTree, target: &str, label: &Text) -> Vec<Node> {
        let mut checks = Vec::new();
        let required = self.has("required");
        let severity = if required { "error" } else { "warning" };
        let mut demand =
            |use_: &'static str, part: &str, params: Vec<(&'static str, Node)>, severity, dimension, what: Text, hint: Text| {
                checks.push(match covering(tree, use_, &self.field) {
                    // What the pack looks at already is looked at once, and as gravely as the target takes it.
                    Some(code) if params.is_empty() => self.table(vec![("code", self.text(&code)), ("severity", self.text(severity))]),
                    _ => self.check(use_, part, params, (severity, dimension), &self.title(target, label, &what), &hint),
                });
            };
        if required {
            let hint = Text::new("在源系统或项目文件的 constants 中补上。", "Fill it in the source, or by constants of the project file.");
            demand("missing", "missing", Vec::new(), "error", "completeness", Text::new("必填", "is required"), hint);
        }
        if let Some(length) = self.length {
            let hint =
                Text::new("缩短，或拆到后续字段；不要让系统静默截断。", "Shorten or split it; never let the target cut it silently.");
            let what = Text::new(format!("最长 {length} 个字符"), format!("takes {length} characters"));
            demand("too_long", "length", Vec::new(), severity, "conformity", what, hint);
        }
        if let Some(places) = self.decimals {
            let hint = Text::new(
                "换用更小的单位，或放大基准数量，使小数位放得下。",
                "Use a smaller unit or a greater base quantity, so that the places suffice.",
            );
            let what = Text::new(format!("最多 {places} 位小数"), format!("takes {places} decimal places"));
            demand("decimal_places", "decimals", vec![("max", self.integer(places))], "error", "conformity", what, hint);
        }
        if self.has("unique") {
            let hint = Text::new("合并重复记录，或改掉其中一个值。", "Merge the duplicates, or change one of the values.");
            demand(
                "duplicate_value",
                "unique",
                vec![("fold", self.text("code"))],
                "error",
                "uniqueness",
                Text::new("须唯一", "is unique"),
                hint,
            );
        }
        if self.has("leaf") {
            let hint = Text::new("在目标系统中选择末级分类。", "Choose a class of the target that has none below it.");
            let params = vec![("leaf", Node { at: self.at, value: Value::Flag(true) })];
            demand("target_value", "leaf", params, "error", "consistency", Text::new("须为末级", "is a lowest class"), hint);
        }
        if !self.values.is_empty() {
            let hint = Text::new(
                "改为目标系统有的取值，或在取值对照表中补充。",
                "Use a value that the target has, or add it to the table of values.",
            );
            let values = self.list(self.values.iter().map(|v| self.text(v)).collect());
            let what = Text::new("只接受规定的取值", "takes values of its list alone");
            demand("one_of", "value", vec![("values", values)], "error", "conformity", what, hint);
        }
        checks
    }

    fn has(&self, duty: &str) -> bool {
        self.duties.iter().any(|d| d == duty)
    }

    fn title(&self, target: &str, label: &Text, what: &Text) -> Text {
        let name = if self.name.is_empty() { target.to_owned() } else { format!("{target} {}", self.name) };
        Text::new(format!("{}：目标字段 {name} {}", label.zh, what.zh), format!("{}: {name} {}", label.en, what.en))
    }

    fn check(
        &self,
        use_: &str,
        part: &str,
        params: Vec<(&'static str, Node)>,
        (severity, dimension): (&str, &str),
        title: &Text,
        hint: &Text,
    ) -> Node {
        let code = format!("target-{}-{part}", self.field.replace('_', "-"));
        let mut entries = vec![
            ("code", self.text(&code)),
            ("use", self.text(use_)),
            ("field", self.text(&self.field)),
            ("severity", self.text(severity)),
            ("dimension", self.text(dimension)),
            ("title", self.both(title)),
            ("hint", self.both(hint)),
        ];
        if !params.is_empty() {
            entries.push(("params", self.table(params)));
        }
        self.table(entries)
    }

    fn key(&self, name: &str) -> Key {
        Key { name: name.to_owned(), at: self.at }
    }

    fn text(&self, text: &str) -> Node {
        Node { at: self.at, value: Value::Text(text.to_owned()) }
    }

    fn both(&self, text: &Text) -> Node {
        self.table(vec![("zh", self.text(&text.zh)), ("en", self.text(&text.en))])
    }

    fn integer(&self, n: i64) -> Node {
        Node { at: self.at, value: Value::Integer(n) }
    }

    fn list(&self, nodes: Vec<Node>) -> Node {
        Node { at: self.at, value: Value::List(nodes) }
    }

    fn table(&self, entries: Vec<(&str, Node)>) -> Node {
        Node { at: self.at, value: Value::Table(entries.into_iter().map(|(k, n)| (self.key(k), n)).collect()) }
    }
}

fn label_of(field: &Node, name: &str) -> Text {
    let label = field.get("label");
    let said = |lang: &str| label.and_then(|l| l.as_text().or_else(|| l.get(lang)?.as_text())).unwrap_or(name);
    Text::new(said("zh"), said("en"))
}

/// Finds the entity's own check that looks at the same field in the same way, for every row.
fn covering(tree: &EntityTree, use_: &str, field: &str) -> Option<String> {
    let checks = tree.node.get("check").map_or(&[][..], Node::elements);
    let text = |n: &Node, key: &str| n.get(key).and_then(Node::as_text).map(str::to_owned);
    let same =
        |n: &&Node| text(n, "use").as_deref() == Some(use_) && text(n, "field").as_deref() == Some(field) && n.get("params").is_none();
    checks.iter().find(same).and_then(|n| text(n, "code"))
}

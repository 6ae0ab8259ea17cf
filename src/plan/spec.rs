//! The typed plan that the stages work from. Everything here has been validated; stages never see a mistake of a pack.

use super::loading::LoadSpec;
use crate::model::profile::PersonalKind;
use crate::model::{Criterion, Dimension, Entity, Lang, RuleCode, Severity, Text};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// Everything a run is told: entities with their rules, sources, waves, gates, target and thresholds.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The project's name; the folder's name where no project file says one.
    pub name: String,
    /// The folder that relative paths are relative to.
    pub root: PathBuf,
    /// Entities in load order (parents first).
    pub entities: Vec<EntitySpec>,
    /// Declared sources; files that none of them matches are recognised by themselves.
    pub sources: Vec<SourceSpec>,
    /// Waves in their order; never empty (`main` without a project file).
    pub waves: Vec<WaveSpec>,
    /// How batches go into a target.
    pub load: LoadSpec,
    /// Gates; never empty (defaults without a project file).
    pub gates: Vec<GateSpec>,
    /// The target system's name, such as `generic`, `sap`, `odoo`.
    pub target: String,
    /// Rows a batch file at most.
    pub batch_rows: usize,
    /// Texts, severity and dimension of every finding that a stage other than `check` can make (reading, mapping, references ...).
    pub notices: BTreeMap<RuleCode, CheckSpec>,
    /// Lookup tables by name: header and value synonyms, units, markers and so on.
    pub tables: BTreeMap<String, CodeTable>,
    /// Packs in use: name and version.
    pub packs: Vec<(String, String)>,
    /// The language the project file asks for.
    pub lang: Option<Lang>,
    /// The day that dates are compared with, `YYYY-MM-DD`; checks on the present day are not applicable without it.
    pub cutover_date: Option<String>,
}

impl Plan {
    /// Gives the specification of an entity.
    pub fn entity(&self, entity: &Entity) -> Option<&EntitySpec> {
        self.entities.iter().find(|e| e.entity == *entity)
    }

    /// Finds the check or notice of this code; an entity's own check wins over a notice.
    pub fn rule(&self, entity: Option<&Entity>, code: &RuleCode) -> Option<&CheckSpec> {
        entity.and_then(|e| self.entity(e)).and_then(|e| e.checks.iter().find(|c| c.code == *code)).or_else(|| self.notices.get(code))
    }

    /// Gives a lookup table; empty where there is none of this name.
    pub fn table(&self, name: &str) -> &CodeTable {
        static EMPTY: CodeTable = CodeTable::EMPTY;
        self.tables.get(name).unwrap_or(&EMPTY)
    }
}

/// A lookup table of a pack (`rules/tables/NAME.csv`): header and rows of text.
#[derive(Clone, Debug, Default)]
pub struct CodeTable {
    /// Column names.
    pub header: Vec<String>,
    /// Rows, each as long as the header.
    pub rows: Vec<Vec<String>>,
}

impl CodeTable {
    const EMPTY: Self = Self { header: Vec::new(), rows: Vec::new() };

    /// Gives the position of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|h| h == name)
    }
}

/// One entity of a rule pack.
#[derive(Clone, Debug)]
pub struct EntitySpec {
    /// Its name.
    pub entity: Entity,
    /// Its name for people.
    pub label: Text,
    /// The pack it comes from.
    pub pack: String,
    /// Fields in the order in which batches carry them.
    pub fields: Vec<FieldSpec>,
    /// Checks in reporting order.
    pub checks: Vec<CheckSpec>,
    /// Rows that pass and fail its checks.
    pub examples: Vec<RuleExample>,
    /// The field that holds the old code; `None` for lines and balances that have none of their own.
    pub key: Option<Arc<str>>,
    /// The fields that together identify a line (BOM line, open item); rows equal in all of them are duplicates of each other.
    pub natural_key: Vec<Arc<str>>,
    /// Header fields for entities that are lines of a header (BOM): emitted once per distinct value as a batch of their own.
    pub header_fields: Vec<Arc<str>>,
    /// How duplicates are found; `None`: by `natural_key` alone.
    pub matching: Option<MatchSpec>,
    /// How a survivor's fields are chosen.
    pub survivorship: Survivorship,
    /// How new codes are made; `None`: the entity has no code.
    pub code_scheme: Option<CodeScheme>,
    /// References to other entities' old codes.
    pub references: Vec<Reference>,
    /// Control totals that must not change from source to batch.
    pub totals: Vec<Total>,
    /// Weights of the dimensions in the entity's score; they need not add up to 1.
    pub weights: BTreeMap<Dimension, f64>,
    /// Weight of the entity in the overall score.
    pub weight: f64,
}

impl EntitySpec {
    /// Gives a field of this name.
    pub fn field(&self, name: &str) -> Option<&FieldSpec> {
        self.fields.iter().find(|f| &*f.name == name)
    }
}

/// One field of an entity.
#[derive(Clone, Debug)]
pub struct FieldSpec {
    /// Canonical name (snake case), the column's name in batches.
    pub name: Arc<str>,
    /// Name for people.
    pub label: Text,
    /// What the text stands for.
    pub kind: FieldType,
    /// Must it be there (checked as `missing-FIELD`-style completeness by the pack's checks and by mapping).
    pub required: bool,
    /// The longest text the target takes, in characters.
    pub length: Option<usize>,
    /// The lookup table (column `canonical`) whose values are allowed.
    pub values: Option<String>,
    /// Headers that mean this field, folded by `mapping`.
    pub synonyms: Vec<String>,
    /// Normalisers by name, applied in order.
    pub normalise: Vec<String>,
    /// Whether people see the value masked.
    pub personal: Option<PersonalData>,
}

/// What the text of a field stands for; decides mapping evidence, default normalisers and profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// A code of one's own: old codes, material and partner numbers.
    Code,
    /// Free text.
    Text,
    /// A company's name.
    CompanyName,
    /// A person's name.
    PersonName,
    /// A material's description or name.
    Description,
    /// Size, thread, type designation.
    Specification,
    /// A tax or registration number with a check digit.
    TaxId,
    /// A bank account.
    BankAccount,
    /// A phone number of any kind.
    Phone,
    /// An e-mail address.
    Email,
    /// A postal address.
    Address,
    /// A postcode.
    Postcode,
    /// A calendar day.
    Date,
    /// An exact decimal number.
    Decimal,
    /// A whole number.
    Integer,
    /// A unit of measure.
    Unit,
    /// An ISO 4217 currency.
    Currency,
    /// An ISO 3166 country.
    Country,
    /// A yes or no.
    Flag,
    /// One of a list of values (status, type, group).
    Category,
}

/// The kind of personal data, which decides how it is masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonalData {
    /// A person's name.
    Name,
    /// A phone number.
    Phone,
    /// An e-mail address.
    Email,
    /// An identity card number.
    IdCard,
    /// A bank account.
    BankAccount,
    /// An address.
    Address,
    /// A day of birth.
    BirthDate,
}

impl From<PersonalKind> for PersonalData {
    fn from(kind: PersonalKind) -> Self {
        match kind {
            PersonalKind::Name => Self::Name,
            PersonalKind::Phone => Self::Phone,
            PersonalKind::Email => Self::Email,
            PersonalKind::IdCard => Self::IdCard,
            PersonalKind::BankCard => Self::BankAccount,
            PersonalKind::Address => Self::Address,
            PersonalKind::BirthDate => Self::BirthDate,
        }
    }
}

/// One check, or the texts of a finding that another stage makes.
#[derive(Clone, Debug)]
pub struct CheckSpec {
    /// Stable kebab-case code.
    pub code: RuleCode,
    /// Reference in the domain catalogue, such as `CUS-05`; may be empty.
    pub id: String,
    /// What it computes.
    pub does: CheckUse,
    /// How bad a failure is.
    pub severity: Severity,
    /// The dimension whose score it counts in.
    pub dimension: Dimension,
    /// Its weight inside the dimension.
    pub weight: f64,
    /// What a failure does to the row.
    pub effect: Effect,
    /// What it says, for people.
    pub title: Text,
    /// What to do about it.
    pub hint: Text,
}

/// One row of an example: field -> text.
pub type ExampleRow = BTreeMap<String, String>;

/// Rows that pass a check and rows that fail it.
#[derive(Clone, Debug)]
pub struct RuleExample {
    /// The check.
    pub check: RuleCode,
    /// A table in which no row fails, and to one row of which at least the check applies.
    pub passes: Vec<ExampleRow>,
    /// A table in which the check fails.
    pub fails: Vec<ExampleRow>,
    /// The tables that stand beside it: those of other entities, and lookup tables of the project, by name.
    pub with: BTreeMap<String, Vec<ExampleRow>>,
}

/// How a check is computed.
#[derive(Clone, Debug)]
pub enum CheckUse {
    /// A built-in check by name, over a field, with parameters.
    Builtin {
        /// The check's name in the table of `check`.
        name: String,
        /// The field that it is about; the cell that a finding names.
        field: Option<Arc<str>>,
        /// Further parameters, as written.
        params: BTreeMap<String, toml::Value>,
    },
    /// A SQL expression that is true for good rows, over the entity's columns (all text); null counts as passing.
    Sql {
        /// The expression.
        passes: String,
        /// An expression that says for which rows it applies; `None`: for all.
        when: Option<String>,
        /// The field that a finding names.
        field: Option<Arc<str>>,
    },
    /// Made by another stage (reading, mapping, references, balance).
    Stage,
}

/// What a failing check does to the row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// The row goes on.
    #[default]
    Note,
    /// The row waits for a person.
    Hold,
    /// The row is refused.
    Reject,
    /// The row is deliberately left out.
    Skip,
}

/// How duplicates of an entity are found.
#[derive(Clone, Debug)]
pub struct MatchSpec {
    /// The fields that are compared.
    pub fields: Vec<MatchField>,
    /// Pairs at or above this probability are merged without a person.
    pub threshold: f64,
    /// Pairs at or above this probability, and below `threshold`, are for review.
    pub review: f64,
}

/// One compared field.
#[derive(Clone, Debug)]
pub struct MatchField {
    /// The field.
    pub field: Arc<str>,
    /// How its values are compared.
    pub kind: MatchKind,
}

/// How values are compared by the matching stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchKind {
    /// Anatomy of company names: distinctive part, trade, form, region, branch.
    CompanyName,
    /// Names of persons.
    PersonName,
    /// Identifiers with or without check digits, compared with and without their usual damage.
    Identifier,
    /// Phone numbers.
    Phone,
    /// E-mail addresses.
    Email,
    /// Addresses.
    Address,
    /// Dates.
    Date,
    /// Numbers.
    Number,
    /// Few distinct values.
    Category,
    /// Sizes, threads, grades and other attributes of materials; a conflict is a veto.
    Specification,
    /// Names and descriptions of materials or products: weighted tokens.
    Description,
    /// Anything else.
    Text,
}

/// How the fields of a surviving record are chosen among the members of a cluster.
#[derive(Clone, Debug)]
pub struct Survivorship {
    /// Preferences in order for the base record; later ones break ties.
    pub record: Vec<Prefer>,
    /// Preferences for single fields; later ones break ties, and then the order of records does. Fields not named come from the base record,
    /// or from the next best record that has a value.
    pub fields: BTreeMap<Arc<str>, Vec<Prefer>>,
    /// The field that says how recent a record is.
    pub recency: Option<Arc<str>>,
    /// System tags from most to least trusted.
    pub systems: Vec<String>,
    /// Fields in which the members of a cluster must not contradict each other: what the survivor has there is for a person to see.
    pub review: Vec<Arc<str>>,
    /// The most fields in which members may contradict each other; a cluster with more is for a person to see.
    pub conflicts: Option<usize>,
}

/// One preference of survivorship.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prefer {
    /// The record of the most trusted system.
    System,
    /// The active one.
    Active,
    /// The record that passes more checks; of a single field, the value that passes more of its own.
    Valid,
    /// The most recently changed.
    Recent,
    /// The one with most fields filled.
    Complete,
    /// The longest value.
    Longest,
    /// The value that most members agree on.
    Frequent,
    /// The row read first; always the last resort.
    First,
}

/// How new codes are made: text with `{field}`, `{field:N}` (first N characters), one `{seq:0N}`, and `{check:luhn}` or `{check:mod11}` at the end.
#[derive(Clone, Debug)]
pub struct CodeScheme {
    /// The pattern, such as `C{seq:06}` or `{group:2}-{seq:05}`.
    pub pattern: String,
    /// The first number.
    pub start: u64,
    /// Whether a code already in the target's form is kept when it is unique.
    pub keep_valid: bool,
}

/// A reference of one entity to another's old code.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The field that holds the old code of the other entity.
    pub field: Arc<str>,
    /// The other entity.
    pub to: Entity,
    /// What becomes of a row whose reference finds nothing, or something that is not loaded.
    pub effect: Effect,
    /// Whether a merged target that makes two lines equal calls for adding their numbers, or for a person.
    pub relation: Relation,
}

/// What kind of reference it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// The row is meaningless without it (BOM line to its parent and component, balance to its partner).
    Owns,
    /// The row lives without it (default supplier).
    Mentions,
}

/// A control total: the sum of a decimal field per group.
#[derive(Clone, Debug)]
pub struct Total {
    /// The summed field.
    pub field: Arc<str>,
    /// Grouping fields (currency, unit); may be empty.
    pub by: Vec<Arc<str>>,
}

/// One declared source.
#[derive(Clone, Debug, Default)]
pub struct SourceSpec {
    /// The file, relative to the project; may hold `*`.
    pub path: String,
    /// The sheet, where it says one.
    pub sheet: Option<String>,
    /// System tag.
    pub system: Option<String>,
    /// Owner.
    pub owner: Option<String>,
    /// The entity, overriding recognition; `skip` leaves the sheet out by name.
    pub entity: Option<String>,
    /// Source header (or `#N`, 1-based column) -> field, overriding recognition; an empty field leaves the column out.
    pub columns: BTreeMap<String, String>,
    /// 1-based line of the header; 0: the file has none.
    pub header: Option<u32>,
    /// Encoding label, overriding detection.
    pub encoding: Option<String>,
    /// Delimiter, overriding detection.
    pub delimiter: Option<String>,
    /// Values that hold for every row of the source: field -> value (a plant, a currency).
    pub constants: BTreeMap<String, String>,
}

/// One wave of the migration.
#[derive(Clone, Debug)]
pub struct WaveSpec {
    /// Its name, as in `batches/NAME`.
    pub name: String,
    /// System tags whose records go with this wave; empty: all that no other wave takes.
    pub systems: Vec<String>,
    /// Entities of this wave; empty: all.
    pub entities: Vec<Entity>,
    /// What must hold in the target before the next wave is loaded.
    pub accept: Vec<Criterion>,
}

/// One gate of readiness.
#[derive(Clone, Debug)]
pub struct GateSpec {
    /// Name for people.
    pub name: Text,
    /// What is measured.
    pub metric: Metric,
    /// Metric's text as written.
    pub written: String,
    /// The number to reach.
    pub target: f64,
    /// Whether the number must be at most the target (rates of failure), not at least.
    pub at_most: bool,
    /// Who answers for it.
    pub owner: String,
    /// When it is due, `YYYY-MM-DD`.
    pub due: String,
    /// Whether missing it means NO-GO; otherwise it makes a GO conditional.
    pub blocking: bool,
}

/// What a gate measures.
#[derive(Clone, Debug, PartialEq)]
pub enum Metric {
    /// Overall score after, 0 to 100.
    Score,
    /// An entity's score after.
    EntityScore(Entity),
    /// A dimension's score after, over all entities.
    DimensionScore(Dimension),
    /// An entity's dimension score after.
    EntityDimension(Entity, Dimension),
    /// 1 where every row has a fate and all control totals agree.
    Balanced,
    /// Number of findings of critical severity on rows that would be loaded.
    Critical,
    /// Share of an entity's rows (or of all) held or rejected, in percent.
    Unloaded(Option<Entity>),
    /// Pairs that wait for a person.
    Undecided,
    /// Pass rate of one rule in percent, after.
    Rule(RuleCode),
    /// Share of an entity's structures (BOMs), or of its rows where it has none, with an error or worse, in percent.
    Errors(Entity),
}

//! The grammar of the command line.

use super::diff::DiffArgs;
use super::exit::Exit;
use super::explain::ExplainArgs;
use super::review::ReviewArgs;
use super::shell::{CompletionsArgs, ManualArgs};
use super::{language, profile};
use crate::model::Lang;
use clap::{Args, Command as Grammar, CommandFactory, FromArgMatches, Parser, Subcommand};
use std::ffi::OsString;
use std::path::PathBuf;

/// Takes legacy Excel and CSV master data to go-live in a new ERP.
#[derive(Debug, Parser)]
#[command(name = "cutover", version, propagate_version = true, subcommand_required = true, arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 done and all gates passed, 1 a readiness gate failed, 2 wrong usage or plan, 3 disk or system, 130 cancelled"
)]
pub(super) struct Cli {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every sub-command.
#[derive(Clone, Debug, Args)]
pub(super) struct Common {
    /// Language of messages and reports: zh or en [default: from the locale]
    #[arg(long, global = true, value_name = "LANG", value_parser = ["zh", "en"])]
    pub lang: Option<String>,
    /// Threads to use; the result does not depend on it [default: all cores]
    #[arg(long, global = true, value_name = "N", value_parser = threads)]
    pub threads: Option<usize>,
    /// Say nothing but errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Print the result as JSON
    #[arg(long, global = true)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Do the whole job but the load: read, normalise, check, deduplicate, reconcile, score, write batches
    Run(RunArgs),
    /// Scaffold a project: a cutover.toml with the sources and the column mapping that were recognised
    Init(InitArgs),
    /// Write any messy file as clean UTF-8 CSV
    Read(ReadArgs),
    /// Find duplicates in any tables, or links between two, without a project
    Dedupe(DedupeArgs),
    /// Say what is in files before anything is promised: fill, types, patterns, codes, keys, damage, and how hard they are to migrate
    Profile(ProfileArgs),
    /// Settle undecided duplicates and findings: on a local page, or by answers that come back in findings.xlsx; the next run replays them
    Review(ReviewArgs),
    /// Tell one record's whole story: where it stood, what was changed, found and merged, and what became of it
    Explain(ExplainArgs),
    /// Load the batches of a wave into a database: stage, verify and promote; resumes, and writes nothing twice
    Load(LoadArgs),
    /// Compare a database with the batches that were loaded into it, field by field
    Verify(VerifyArgs),
    /// Take back a batch, a wave or a run, exactly; rows that somebody edited since stay
    Rollback(RollbackArgs),
    /// Accept a wave that is loaded and verified, so that the next one may be loaded
    Accept(AcceptArgs),
    /// Show runs and their scores over time, and who will be through before the cut-over; or with --to what is loaded
    Status(StatusArgs),
    /// Say what differs between two runs: scores, gates, fates of records, findings, codes
    Diff(DiffArgs),
    /// List the rules there are, show one, or test the packs by their own examples
    Rules(RulesArgs),
    /// Print the completions of a shell
    Completions(CompletionsArgs),
    /// Print the manual page, or write one of every command
    Manual(ManualArgs),
}

#[derive(Debug, Args)]
pub(super) struct RunArgs {
    /// A project (cutover.toml or its folder), or files and folders with exports [default: the project in this folder]
    #[arg(value_name = "PROJECT|FILES")]
    pub inputs: Vec<PathBuf>,
    /// The run folder to write; an older run there is replaced [default: cutover-run, or what the project says]
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// The crosswalk of an earlier run: records keep the new codes that they have there
    #[arg(long, value_name = "FILE")]
    pub crosswalk: Option<PathBuf>,
    /// What people decided about earlier runs [default: what the project says, or decisions.csv beside the run folder]
    #[arg(long, value_name = "FILE")]
    pub decisions: Option<PathBuf>,
    /// A further rule pack; may be given more than once
    #[arg(long = "rules", value_name = "FILE")]
    pub rules: Vec<PathBuf>,
    /// A setting that wins over the project file, such as project.target="sap"; may be given more than once
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// Show personal data unmasked in reports
    #[arg(long)]
    pub raw: bool,
}

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// Files and folders with exports [default: this folder]
    #[arg(value_name = "FILES|DIR")]
    pub inputs: Vec<PathBuf>,
    /// The project file to write
    #[arg(short, long, value_name = "FILE", default_value = "cutover.toml")]
    pub output: PathBuf,
    /// Replace a project file that is already there
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Args)]
pub(super) struct ReadArgs {
    /// The file to read
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Where to write the CSV [default: standard output]
    #[arg(short, long, value_name = "OUT.csv")]
    pub output: Option<PathBuf>,
    /// Say what was decided, and why
    #[arg(long)]
    pub explain: bool,
    /// Read only this sheet
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// The file's encoding, such as gb18030
    #[arg(long, value_name = "LABEL")]
    pub encoding: Option<String>,
    /// The file's delimiter; \t stands for a tab
    #[arg(long, value_name = "TEXT")]
    pub delimiter: Option<String>,
    /// The quote character, or none
    #[arg(long, value_name = "CHAR|none")]
    pub quote: Option<String>,
    /// Line of the header, from 1; 0: there is none
    #[arg(long, value_name = "LINE")]
    pub header: Option<u32>,
    /// Which table to write, where the file has several, counted from 1 [default: the first that has rows]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub table: Option<u32>,
    /// A limit against hostile files, such as cells=1000000; may be given more than once
    #[arg(long = "limit", value_name = "NAME=NUMBER")]
    pub limits: Vec<String>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "A pair is `same` at or above the threshold, `undecided` between review and threshold, and otherwise not written. Without them the threshold \
                  is chosen from the estimated precision and review is 0.2, or both are those of the model in --config. Exit codes: 0 done, 2 wrong usage, 3 a file cannot be read or written, 130 cancelled"
)]
pub(super) struct DedupeArgs {
    /// The files: Excel workbooks or delimited text; several are stacked by column name
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// The column of keys [default: lines of the files are the ids]
    #[arg(long, value_name = "COLUMN")]
    pub id: Option<String>,
    /// The folder to write: pairs.csv, clusters.csv and model.json; an older result there is replaced
    #[arg(short, long, value_name = "DIR", required_unless_present = "explain", conflicts_with = "explain")]
    pub output: Option<PathBuf>,
    /// Link two files: only pairs across them count
    #[arg(long)]
    pub link: bool,
    /// Kinds of columns as TOML or JSON, or the model.json of an earlier result
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The least probability of a pair that is merged, from 0 to 1 [default: chosen]
    #[arg(long, value_name = "P", value_parser = chance)]
    pub threshold: Option<f64>,
    /// The least probability of a pair that is shown to people as undecided; pairs below 0.003 are never kept [default: 0.2]
    #[arg(long, value_name = "P", value_parser = chance)]
    pub review: Option<f64>,
    /// Pairs that people have decided: id_l, id_r and decision (same or different)
    #[arg(long, value_name = "FILE")]
    pub labels: Option<PathBuf>,
    /// Show how the weight of one pair comes about; quick with the model of --config
    #[arg(long, num_args = 2, value_names = ["ID", "ID"])]
    pub explain: Option<Vec<String>>,
    /// Show personal data unmasked in --explain
    #[arg(long, requires = "explain")]
    pub raw: bool,
}

#[derive(Debug, Args)]
#[command(after_help = profile::help(Lang::En))]
pub(super) struct ProfileArgs {
    /// Files and folders with exports
    #[arg(value_name = "FILE", required = true)]
    pub inputs: Vec<PathBuf>,
    /// Also write a page with small plots
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// The day after which days are in the future, such as 2026-01-31 [default: today]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<jiff::civil::Date>,
    /// Show personal data unmasked
    #[arg(long)]
    pub raw: bool,
}

/// What is said of targets, below each of their sub-commands.
const TARGETS: &str = "The target is a SQLite file (erp.db, sqlite:FILE) or postgres://USER@HOST:PORT/DATABASE with ?schema=NAME, sslmode=disable|prefer|require, \
     sslrootcert=FILE, timeout=SECONDS. A password comes from PGPASSWORD or a passfile (PGPASSFILE, ~/.pgpass), never from the URL. A connection to another machine is \
     encrypted and the server's certificate checked.\n\nExit codes: 0 done, 1 refused, different, kept or not ready, 2 wrong usage or tables that do not fit, \
     3 target, disk or run folder, 130 stopped at the edge of a batch";

/// The database.
#[derive(Debug, Args)]
pub(super) struct TargetArgs {
    /// The target: a SQLite file, or postgres://USER@HOST/DATABASE without a password
    #[arg(long, value_name = "URL")]
    pub to: String,
}

#[derive(Debug, Args)]
#[command(after_help = TARGETS)]
pub(super) struct LoadArgs {
    /// The run folder
    #[arg(value_name = "RUN")]
    pub run: PathBuf,
    #[command(flatten)]
    pub target: TargetArgs,
    /// The wave [default: the first that is not loaded]
    #[arg(long, value_name = "NAME")]
    pub wave: Option<String>,
    /// Which records are written: insert refuses keys that are there, update those that are not [default: the project's, else insert]
    #[arg(long, value_name = "MODE", value_parser = ["insert", "update", "upsert"])]
    pub mode: Option<String>,
    /// What happens where the target refuses records: stop loads nothing of the batch [default: the project's, else stop]
    #[arg(long, value_name = "WHAT", value_parser = ["stop", "load-rest"])]
    pub refused: Option<String>,
    /// Refused records at most, before the load stops [default: the project's, else 100]
    #[arg(long, value_name = "N")]
    pub max_refused: Option<u64>,
    /// Make tables that the target lacks
    #[arg(long)]
    pub create: bool,
    /// Load although the run's verdict is NO-GO; the reason is kept in the target's ledger and stands on the acceptance
    #[arg(long, value_name = "REASON", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub despite_verdict: Option<String>,
    /// Do everything and take it back at the end: shows what would be refused or changed
    #[arg(long)]
    pub dry_run: bool,
    /// Show personal data unmasked
    #[arg(long)]
    pub raw: bool,
}

#[derive(Debug, Args)]
#[command(after_help = TARGETS)]
pub(super) struct VerifyArgs {
    /// The run folder
    #[arg(value_name = "RUN")]
    pub run: PathBuf,
    #[command(flatten)]
    pub target: TargetArgs,
    /// The wave [default: all that are loaded]
    #[arg(long, value_name = "NAME")]
    pub wave: Option<String>,
    /// Differences of a batch that are listed; all are counted
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    /// Show personal data unmasked
    #[arg(long)]
    pub raw: bool,
}

#[derive(Debug, Args)]
#[command(after_help = TARGETS)]
pub(super) struct RollbackArgs {
    #[command(flatten)]
    pub target: TargetArgs,
    /// Take back one batch, such as pilot/001-customer
    #[arg(long, value_name = "WAVE/BATCH", conflicts_with = "wave")]
    pub batch: Option<String>,
    /// Take back all batches of a wave
    #[arg(long, value_name = "NAME")]
    pub wave: Option<String>,
    /// The run, by its project's name; without --batch and --wave all of it is taken back
    #[arg(long, value_name = "NAME", required_unless_present_any = ["batch", "wave"])]
    pub run: Option<String>,
    /// Take back rows that somebody edited since, too; the ledger keeps that it was done
    #[arg(long)]
    pub force: bool,
    /// Take back later batches that refer to it before
    #[arg(long)]
    pub cascade: bool,
}

#[derive(Debug, Args)]
#[command(after_help = TARGETS)]
pub(super) struct AcceptArgs {
    /// The run folder; the confirmation is written there as acceptance-WAVE.html
    #[arg(value_name = "RUN")]
    pub run: PathBuf,
    #[command(flatten)]
    pub target: TargetArgs,
    /// The wave
    #[arg(long, value_name = "NAME")]
    pub wave: String,
    /// Who accepts
    #[arg(long, value_name = "NAME")]
    pub by: String,
    /// What they say to it
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub note: String,
    /// A criterion that a person must confirm, by its name; may be given more than once
    #[arg(long = "confirm", value_name = "CRITERION")]
    pub confirm: Vec<String>,
}

#[derive(Debug, Args)]
#[command(after_help = TARGETS)]
pub(super) struct StatusArgs {
    /// A project or a run folder [default: the project in this folder]
    #[arg(value_name = "PROJECT|RUN", default_value = ".")]
    pub place: PathBuf,
    /// Say what is loaded into this target instead: waves, batches, who, when, and what was changed since
    #[arg(long, value_name = "URL", conflicts_with = "place")]
    pub to: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct RulesArgs {
    #[command(subcommand)]
    pub action: RulesAction,
}

#[derive(Debug, Subcommand)]
pub(super) enum RulesAction {
    /// List entities, checks, normalisers and notices
    List {
        /// Only this entity
        #[arg(value_name = "ENTITY")]
        entity: Option<String>,
        /// Write the reference page of all rules as Markdown, in both languages
        #[arg(long)]
        markdown: bool,
    },
    /// Show everything about one check, normaliser or notice
    Show {
        /// Its name or code
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Load a project or packs, say what is wrong with them, and run the examples of their rules
    Test {
        /// A project, or rule packs [default: the shipped packs]
        #[arg(value_name = "PROJECT|PACK")]
        files: Vec<PathBuf>,
    },
}

fn threads(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|n| (1..=1024).contains(n)).ok_or_else(|| "expected a number from 1 to 1024".to_owned())
}

fn chance(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|p| (0.0..=1.0).contains(p)).ok_or_else(|| "expected a number from 0 to 1".to_owned())
}

/// Gives the grammar with its help in the user's language.
pub(super) fn grammar(lang: Lang) -> Grammar {
    language::translate(Cli::command(), lang)
}

/// Parses the command line; help, version and mistakes are printed here, and give the exit code.
pub(super) fn parse(arguments: &[OsString], lang: Lang) -> Result<Cli, Exit> {
    let parsed = grammar(lang).try_get_matches_from(arguments).and_then(|m| Cli::from_arg_matches(&m));
    parsed.map_err(|e| {
        let exit = if e.use_stderr() { Exit::Usage } else { Exit::Done };
        language::print(&e, lang);
        exit
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_holds_together_in_both_languages() {
        Cli::command().debug_assert();
        grammar(Lang::Zh).debug_assert();
    }

    #[test]
    fn mistakes_are_usage_errors() {
        for wrong in [vec!["cutover", "run", "--no-such-option"], vec!["cutover", "fly"], vec!["cutover", "run", "--threads", "0"]] {
            let arguments: Vec<OsString> = wrong.into_iter().map(OsString::from).collect();
            assert_eq!(parse(&arguments, Lang::Zh).map(|_| ()), Err(Exit::Usage));
        }
    }
}

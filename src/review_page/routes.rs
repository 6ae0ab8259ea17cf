//! What the page answers to. Everything but the page itself is JSON; only POST changes anything.

use super::bulk::{self, Likeness};
use super::desk::{Refused, Wanted};
use super::entry::Entry;
use super::golden::{self, Choice};
use super::guard::{self, Verdict};
use super::open::Room;
use super::queue::Filter;
use super::show::Look;
use super::{question, start, story_panel};
use crate::model::Lang;
use crate::review::{Answer, Decided, QuestionId, Subject};
use axum::extract::{DefaultBodyLimit, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

/// Bytes of a request's body at most.
const BODY: usize = 16 * 1024;
/// How long a request may take, its body and a long story included.
const PATIENCE: Duration = Duration::from_secs(120);
/// Characters of a value or remark that somebody types.
const TYPED: usize = 1_000;

type Shared = State<Arc<Room>>;
type Answered = Result<Json<Value>, Failed>;

/// The page's own files: path, type, content.
const FILES: [(&str, &str, &str); 8] = [
    ("/app.css", "text/css; charset=utf-8", include_str!("page/app.css")),
    ("/app.js", "text/javascript; charset=utf-8", include_str!("page/app.js")),
    ("/card.js", "text/javascript; charset=utf-8", include_str!("page/card.js")),
    ("/dialogs.js", "text/javascript; charset=utf-8", include_str!("page/dialogs.js")),
    ("/icon.svg", "image/svg+xml", include_str!("page/icon.svg")),
    ("/keys.js", "text/javascript; charset=utf-8", include_str!("page/keys.js")),
    ("/queue.js", "text/javascript; charset=utf-8", include_str!("page/queue.js")),
    ("/server.js", "text/javascript; charset=utf-8", include_str!("page/server.js")),
];

/// Puts the page together.
pub(super) fn app(room: Arc<Room>) -> Router {
    let file = |app: Router<Arc<Room>>, (path, kind, content): (&'static str, &'static str, &'static str)| {
        app.route(path, get(move || async move { ([(header::CONTENT_TYPE, kind)], content) }))
    };
    FILES
        .into_iter()
        .fold(Router::new(), file)
        .route("/", get(page))
        .route("/api/start", get(begin))
        .route("/api/progress", get(progress))
        .route("/api/queue", get(queue))
        .route("/api/question", get(one))
        .route("/api/group", get(group))
        .route("/api/story", get(story))
        .route("/api/decide", post(decide))
        .route("/api/decide-group", post(decide_group))
        .route("/api/later", post(later))
        .route("/api/undo", post(undo))
        .route("/api/survivor", post(survivor))
        .layer(DefaultBodyLimit::max(BODY))
        .layer(middleware::from_fn_with_state(Arc::clone(&room), guarded))
        .with_state(room)
}

/// Lets a request through only if the guard does, and dresses every answer.
async fn guarded(State(room): Shared, request: Request, next: Next) -> Response {
    let mut response = match room.guard.judge(request.method(), request.uri(), request.headers()) {
        Verdict::Pass if too_long(request.headers()) => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        Verdict::Pass => {
            tokio::time::timeout(PATIENCE, next.run(request)).await.unwrap_or_else(|_| StatusCode::REQUEST_TIMEOUT.into_response())
        }
        Verdict::Welcome(cookie) => {
            (StatusCode::SEE_OTHER, [(header::LOCATION, HeaderValue::from_static("/")), (header::SET_COOKIE, cookie)]).into_response()
        }
        Verdict::Known => (StatusCode::SEE_OTHER, [(header::LOCATION, "/")]).into_response(),
        Verdict::Refuse(status, why) => {
            let text = "请打开终端中显示的新链接。\nOpen the link that the terminal shows: each start of cutover review has a new one, good for one browser.\n";
            (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], format!("{text}({why})\n")).into_response()
        }
    };
    guard::dress(response.headers_mut());
    response
}

/// Says whether a body is announced that would be refused anyway, so that nobody waits for it.
fn too_long(headers: &HeaderMap) -> bool {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|l| l.to_str().ok()).map(str::parse::<u64>);
    length.is_some_and(|l| l.is_ok_and(|l| l > BODY as u64))
}

/// Why a request gives nothing.
enum Failed {
    NoQuestion,
    Unfit,
    Refused(Refused),
    Grown(usize),
    Broken(String),
}

impl From<Refused> for Failed {
    fn from(r: Refused) -> Self {
        Self::Refused(r)
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let (status, code, detail) = match self {
            Self::NoQuestion => (StatusCode::NOT_FOUND, "gone", Value::Null),
            Self::Unfit => (StatusCode::UNPROCESSABLE_ENTITY, "unfit", Value::Null),
            Self::Refused(Refused::Meanwhile) => (StatusCode::CONFLICT, "meanwhile", Value::Null),
            Self::Refused(Refused::Nothing) => (StatusCode::CONFLICT, "nothing", Value::Null),
            Self::Grown(count) => (StatusCode::CONFLICT, "grown", json!(count)),
            Self::Refused(Refused::File(e)) => (StatusCode::SERVICE_UNAVAILABLE, "file", json!(e.to_string())),
            Self::Broken(e) => (StatusCode::SERVICE_UNAVAILABLE, "run", json!(e)),
        };
        (status, Json(json!({ "error": code, "detail": detail }))).into_response()
    }
}

impl Room {
    /// Gives how this reader sees the run: the language may be changed on the page.
    fn look(&self, headers: &HeaderMap) -> Look {
        let lang = match headers.get("x-cutover-lang").map(HeaderValue::as_bytes) {
            Some(b"zh") => Lang::Zh,
            Some(b"en") => Lang::En,
            _ => self.request.lang,
        };
        Look { lang, masking: self.request.masking }
    }

    /// Works with what is decided, after a look whether somebody else has changed it.
    fn desk<T>(&self, work: impl FnOnce(&mut super::desk::Desk) -> Result<T, Failed>) -> Result<T, Failed> {
        let mut desk = self.desk.lock().map_err(|_| Failed::Broken("the page has failed; start it again".to_owned()))?;
        desk.refresh(&self.index).map_err(|e| Failed::Refused(e.into()))?;
        work(&mut desk)
    }

    fn find(&self, id: &str) -> Result<(usize, &Entry), Failed> {
        let position = QuestionId::parse(id).and_then(|id| self.index.position(&id));
        position.and_then(|i| Some((i, self.index.entries.get(i)?))).ok_or(Failed::NoQuestion)
    }

    fn signed(&self, subject: Subject, answer: Answer, value: String, note: String) -> Decided {
        Decided { subject, answer, value, by: self.request.who.clone(), at: (self.request.today)(), note }
    }

    /// Makes the decision that an answer means; nothing where it does not go with the question.
    fn decided(&self, e: &Entry, answer: Answer, typed: Option<&str>, note: &str) -> Result<Decided, Failed> {
        let value = match answer {
            Answer::Use => e.suggestion.clone(),
            Answer::Correct => typed.and_then(clean).ok_or(Failed::Unfit)?,
            _ => String::new(),
        };
        let note = if note.trim().is_empty() { String::new() } else { clean(note).ok_or(Failed::Unfit)? };
        if !question::answers(e).contains(&answer) {
            return Err(Failed::Unfit);
        }
        Ok(self.signed(e.subject.clone(), answer, value, note))
    }
}

/// Takes what somebody typed: one line, trimmed, not empty and not endless.
fn clean(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty() && text.chars().count() <= TYPED && !text.chars().any(char::is_control)).then(|| text.to_owned())
}

async fn page(State(room): Shared) -> impl IntoResponse {
    let text = include_str!("page/index.html").replace("{proof}", room.guard.proof());
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], text)
}

async fn begin(State(room): Shared, headers: HeaderMap) -> Answered {
    let look = room.look(&headers);
    room.desk(|desk| Ok(Json(start::start(&room.index, desk, &room.request.who, look))))
}

async fn progress(State(room): Shared, headers: HeaderMap) -> Answered {
    let look = room.look(&headers);
    room.desk(|desk| Ok(Json(start::progress(&room.index, desk, look))))
}

async fn queue(State(room): Shared, headers: HeaderMap, Query(filter): Query<Filter>) -> Answered {
    let look = room.look(&headers);
    room.desk(|desk| {
        let page = filter.page(&room.index, desk);
        let items: Vec<Value> = page.positions.iter().filter_map(|i| question::line(&room.index, desk, *i, look)).collect();
        Ok(Json(json!({ "total": page.total, "items": items, "more": page.more })))
    })
}

#[derive(Deserialize)]
struct Which {
    id: String,
    #[serde(default)]
    row: Option<u32>,
}

async fn one(State(room): Shared, headers: HeaderMap, Query(which): Query<Which>) -> Answered {
    let look = room.look(&headers);
    let (position, _) = room.find(&which.id)?;
    room.desk(|desk| Ok(Json(question::whole(&room.index, desk, position, look).ok_or(Failed::NoQuestion)?)))
}

async fn story(State(room): Shared, headers: HeaderMap, Query(which): Query<Which>) -> Answered {
    let look = room.look(&headers);
    let (_, e) = room.find(&which.id)?;
    let wanted = story_panel::wanted(&room.index, e, which.row);
    let shared = Arc::clone(&room);
    // It goes through whole files of the run folder; answers to others must not wait for it.
    let told = tokio::task::spawn_blocking(move || story_panel::tell(&shared.index, &shared.request.run, &wanted, look)).await;
    told.map_err(|e| e.to_string()).and_then(|t| t.map_err(|e| e.to_string())).map(Json).map_err(Failed::Broken)
}

#[derive(Deserialize)]
struct WhichGroup {
    id: String,
    likeness: Likeness,
}

async fn group(State(room): Shared, headers: HeaderMap, Query(which): Query<WhichGroup>) -> Answered {
    let look = room.look(&headers);
    let (position, _) = room.find(&which.id)?;
    room.desk(|desk| Ok(Json(bulk::preview(&room.index, desk, position, which.likeness, look))))
}

#[derive(Deserialize)]
struct Decision {
    id: String,
    /// `null` opens the question again.
    answer: Option<Answer>,
    #[serde(default)]
    value: Option<String>,
    #[serde(default)]
    note: String,
    /// The tag of the decision that was on the screen.
    saw: String,
}

async fn decide(State(room): Shared, headers: HeaderMap, Json(d): Json<Decision>) -> Answered {
    let look = room.look(&headers);
    let (position, e) = room.find(&d.id)?;
    let decided = d.answer.map(|a| room.decided(e, a, d.value.as_deref(), &d.note)).transpose()?;
    room.desk(|desk| {
        desk.change(&room.index, vec![Wanted { id: e.id.clone(), decided, saw: Some(d.saw) }])?;
        Ok(Json(question::whole(&room.index, desk, position, look).ok_or(Failed::NoQuestion)?))
    })
}

#[derive(Deserialize)]
struct GroupDecision {
    id: String,
    likeness: Likeness,
    answer: Answer,
    #[serde(default)]
    value: Option<String>,
    /// How many the preview said.
    count: usize,
}

async fn decide_group(State(room): Shared, Json(d): Json<GroupDecision>) -> Answered {
    let (position, own) = room.find(&d.id)?;
    // One typed value for many different ones would be a mistake.
    if d.answer == Answer::Correct && d.likeness != Likeness::Same {
        return Err(Failed::Unfit);
    }
    room.decided(own, d.answer, d.value.as_deref(), "")?;
    room.desk(|desk| {
        let positions = bulk::group(&room.index, desk, position, d.likeness);
        if positions.len() != d.count {
            return Err(Failed::Grown(positions.len()));
        }
        let entries = positions.iter().filter_map(|i| room.index.entries.get(*i));
        let wanted = |e: &Entry| {
            Ok(Wanted { id: e.id.clone(), decided: Some(room.decided(e, d.answer, d.value.as_deref(), "")?), saw: Some(String::new()) })
        };
        let wanted: Vec<Wanted> = entries.map(wanted).collect::<Result<_, Failed>>()?;
        let count = wanted.len();
        desk.change(&room.index, wanted)?;
        Ok(Json(json!({ "count": count })))
    })
}

#[derive(Deserialize)]
struct Aside {
    id: String,
}

async fn later(State(room): Shared, Json(aside): Json<Aside>) -> Answered {
    let (_, e) = room.find(&aside.id)?;
    room.desk(|desk| {
        desk.put_aside(e.id.clone());
        Ok(Json(json!({ "id": e.id })))
    })
}

async fn undo(State(room): Shared) -> Answered {
    room.desk(|desk| {
        let undone = desk.undo(&room.index)?;
        Ok(Json(json!({ "ids": undone.ids, "count": undone.count, "kept": undone.kept })))
    })
}

#[derive(Deserialize)]
struct Survivor {
    id: String,
    field: String,
    /// The member whose value it is.
    #[serde(default)]
    row: Option<u32>,
    /// What was typed; neither: what survivorship takes.
    #[serde(default)]
    value: Option<String>,
    saw: String,
}

async fn survivor(State(room): Shared, headers: HeaderMap, Json(s): Json<Survivor>) -> Answered {
    let look = room.look(&headers);
    let (position, e) = room.find(&s.id)?;
    let choice = match (s.row, s.value.as_deref()) {
        (Some(row), None) => Choice::From(row),
        (None, Some(text)) => Choice::Typed(clean(text).ok_or(Failed::Unfit)?),
        (None, None) => Choice::Back,
        (Some(_), Some(_)) => return Err(Failed::Unfit),
    };
    room.desk(|desk| {
        let signed = |subject, answer, value| room.signed(subject, answer, value, String::new());
        golden::choose(&room.index, desk, e, &s.field, choice, Some(s.saw), &signed).ok_or(Failed::Unfit)??;
        Ok(Json(question::whole(&room.index, desk, position, look).ok_or(Failed::NoQuestion)?))
    })
}

//! Hands a package to the parser of cells while its worksheets stream by the guard: each is inflated once, beside the parser, and a fault ends both.
//!
//! The parser wants a whole zip file. It gets the one that is there, but for its directory, which calls the worksheets not compressed: where the
//! parser goes to the content of one, it is given what the guard has let pass.

use super::gauge::Measured;
use super::parts::{Package, key};
use super::watch::Watch;
use crate::read::error::Fault;
use crate::read::options::Limits;
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::io::{Error, ErrorKind, Read, Result as IoResult, Seek, SeekFrom};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::Scope;

/// Bytes that go from one side to the other at a time.
const BLOCK: usize = 64 << 10;
/// Blocks that may wait for the parser.
const WAITING: usize = 8;
/// The size that the directory tells for worksheets: the largest that needs no field of its own.
const LONGEST: u64 = 0xFFFF_FFFE;

/// A worksheet inside a package.
struct Place {
    index: usize,
    name: String,
    packed: u64,
}

/// The worksheets of a package that can stream, and its directory as the parser is to see it.
pub(super) struct Streams<'a> {
    bytes: &'a [u8],
    limits: &'a Limits,
    package: Package<'a>,
    /// Where the directory begins.
    cut: usize,
    directory: Vec<u8>,
    /// Worksheets by where their content begins.
    places: HashMap<u64, Place>,
}

impl<'a> Streams<'a> {
    /// Finds the worksheets of a package; where its directory is not a plain one none of them streams.
    pub(super) fn of(bytes: &'a [u8], limits: &'a Limits) -> Result<Self, Fault> {
        let mut streams =
            Self { bytes, limits, package: Package::open(bytes)?, cut: bytes.len(), directory: Vec::new(), places: HashMap::new() };
        streams.find();
        Ok(streams)
    }

    fn find(&mut self) {
        let mut archive = self.package.archive();
        let (mut ranges, mut sheets, mut cut) = (Vec::new(), Vec::new(), u64::MAX);
        for index in 0..archive.len() {
            // The content of a part that does not open is never read.
            let Ok(part) = archive.by_index(index) else { continue };
            let (Some(start), Ok(name)) = (part.data_start(), part.name()) else { continue };
            let sizes = (part.compressed_size(), part.size());
            ranges.push((part.header_start(), start.saturating_add(sizes.0)));
            cut = cut.min(part.central_header_start());
            if is_worksheet(&name) {
                sheets.push((start, part.central_header_start(), sizes, Place { index, name: name.into_owned(), packed: sizes.0 }));
            }
        }
        ranges.sort_unstable();
        // Parts that share bytes with each other or with the directory would read something else than what was guarded.
        let shared = ranges.windows(2).any(|w| matches!(w, [a, b] if a.1 > b.0)) || ranges.last().is_some_and(|r| r.1 > cut);
        if shared || self.limits.inflated_bytes > LONGEST + 2 {
            return;
        }
        let Some(mut directory) = usize::try_from(cut).ok().and_then(|c| self.bytes.get(c..)).map(<[u8]>::to_vec) else { return };
        for (start, header, sizes, place) in sheets {
            let at = usize::try_from(header - cut).unwrap_or(usize::MAX);
            if uncompressed(&mut directory, at, sizes).is_some() {
                self.places.insert(start, place);
            }
        }
        (self.cut, self.directory) = (usize::try_from(cut).unwrap_or(usize::MAX), directory);
    }

    /// Gives the parts that are guarded when they stream, and not before.
    pub(super) fn later(&self) -> HashSet<usize> {
        self.places.values().map(|p| p.index).collect()
    }
}

/// Says whether a part is a worksheet by its name.
pub(super) fn is_worksheet(name: &str) -> bool {
    let key = key(name);
    key.starts_with("xl/worksheets/") && key.ends_with(".xml")
}

/// Calls one entry of a directory not compressed; `None`: it is not what was read before, or its sizes stand elsewhere.
fn uncompressed(directory: &mut [u8], at: usize, sizes: (u64, u64)) -> Option<()> {
    let entry = directory.get_mut(at..at.checked_add(46)?)?;
    let word = |at: usize| Some(u64::from(u32::from_le_bytes(entry.get(at..at + 4)?.try_into().ok()?)));
    if !entry.starts_with(b"PK\x01\x02") || word(20)? != sizes.0 || word(24)? != sizes.1 || sizes.0.max(sizes.1) > LONGEST {
        return None;
    }
    entry.get_mut(10..12)?.fill(0);
    entry.get_mut(20..28)?.copy_from_slice(&[LONGEST as u32, LONGEST as u32].map(u32::to_le_bytes).concat());
    Some(())
}

/// What comes from the side of the guard.
enum Message {
    Block(Vec<u8>),
    /// The part cannot be read any further, which its reader is to say.
    Broken(Error),
    Over(Result<(u64, Watch), Fault>),
}

/// Inflates and guards one worksheet for as long as somebody listens.
fn inflate(streams: &Streams<'_>, place: &Place, before: u64, out: &SyncSender<Message>, spent: &Receiver<Vec<u8>>) {
    let mut archive = streams.package.archive();
    let mut measured = Measured::sheet(streams.limits, place.name.clone(), place.packed, before);
    let mut part = match archive.by_index(place.index) {
        Ok(part) => part,
        Err(e) => return drop(out.send(Message::Broken(Error::other(e)))),
    };
    loop {
        let mut block = spent.try_recv().unwrap_or_else(|_| Vec::with_capacity(BLOCK));
        block.clear();
        let outcome = part.by_ref().take(BLOCK as u64).read_to_end(&mut block);
        if let Err(fault) = measured.feed(&block) {
            return drop(out.send(Message::Over(Err(fault))));
        }
        if !block.is_empty() && out.send(Message::Block(block)).is_err() {
            return;
        }
        match outcome {
            Ok(0) => break,
            Ok(_) => {}
            Err(e) => {
                drop(out.send(Message::Broken(e)));
                break;
            }
        }
    }
    drop(out.send(Message::Over(measured.end())));
}

/// What the parser's side knows of the worksheet that streams.
#[derive(Default)]
struct State {
    /// Bytes of all parts so far.
    total: u64,
    messages: Option<Receiver<Message>>,
    /// Takes blocks back, to be filled again.
    spent: Option<Sender<Vec<u8>>>,
    block: Vec<u8>,
    /// Bytes of the block that were given.
    given: usize,
    seen: Option<Watch>,
    fault: Option<Fault>,
}

impl State {
    fn read(&mut self, buffer: &mut [u8]) -> IoResult<usize> {
        while self.given == self.block.len() {
            if !self.next()? {
                return Ok(0);
            }
        }
        let rest = self.block.get(self.given..).unwrap_or(&[]);
        let n = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..n), rest.get(..n)) {
            to.copy_from_slice(from);
        }
        self.given += n;
        Ok(n)
    }

    /// Takes the next message; says whether there may be more.
    fn next(&mut self) -> IoResult<bool> {
        if self.fault.is_some() {
            return Err(Error::other("the guard refuses the rest"));
        }
        let Some(message) = self.messages.as_ref().and_then(|m| m.recv().ok()) else { return Ok(false) };
        match message {
            Message::Block(block) => {
                let spent = std::mem::replace(&mut self.block, block);
                self.given = 0;
                // Nobody takes it where all is inflated.
                drop(self.spent.as_ref().map(|s| s.send(spent)));
            }
            Message::Broken(error) => return Err(error),
            Message::Over(Ok((total, watch))) => (self.total, self.seen, self.messages) = (total, Some(watch), None),
            Message::Over(Err(fault)) => {
                self.fault = Some(fault);
                return Err(Error::other("the guard refuses the rest"));
            }
        }
        Ok(true)
    }
}

/// Where the two sides meet.
pub(super) struct Seam<'a> {
    streams: &'a Streams<'a>,
    state: RefCell<State>,
    /// Whether the parser has done with the directory, which it may look for anywhere.
    opened: Cell<bool>,
}

impl<'a> Seam<'a> {
    /// Makes one for a package whose other parts have inflated to `before` bytes.
    pub(super) fn new(streams: &'a Streams<'a>, before: u64) -> Self {
        Self { streams, state: RefCell::new(State { total: before, ..State::default() }), opened: Cell::new(false) }
    }

    /// Lets worksheets stream from now on.
    pub(super) fn open(&self) {
        self.opened.set(true);
    }

    /// Gives what was seen on the worksheet that was read, to its end, and `None` where none has streamed.
    pub(super) fn end(&self) -> Result<Option<Watch>, Fault> {
        let mut state = self.state.borrow_mut();
        // A part that breaks off behind the cells says nothing more.
        while state.messages.is_some() && state.next().is_ok_and(|more| more) {}
        state.messages = None;
        state.fault.take().map_or_else(|| Ok(state.seen.take()), Err)
    }

    /// Gives the fault that ended the worksheet, if one did.
    pub(super) fn fault(&self) -> Option<Fault> {
        self.state.borrow_mut().fault.take()
    }
}

/// The package as the parser sees it.
pub(super) struct Feed<'a, 'scope, 'env> {
    seam: &'a Seam<'env>,
    scope: &'scope Scope<'scope, 'env>,
    at: u64,
    streaming: bool,
}

impl<'a, 'scope, 'env> Feed<'a, 'scope, 'env> {
    pub(super) fn new(seam: &'a Seam<'env>, scope: &'scope Scope<'scope, 'env>) -> Self {
        Self { seam, scope, at: 0, streaming: false }
    }
}

impl Read for Feed<'_, '_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> IoResult<usize> {
        if self.streaming {
            return self.seam.state.borrow_mut().read(buffer);
        }
        let streams = self.seam.streams;
        let at = usize::try_from(self.at).unwrap_or(usize::MAX);
        let mut rest = match at.checked_sub(streams.cut) {
            Some(behind) => streams.directory.get(behind..).unwrap_or(&[]),
            None => streams.bytes.get(at..streams.cut).unwrap_or(&[]),
        };
        let n = rest.read(buffer)?;
        self.at += n as u64;
        Ok(n)
    }
}

impl Seek for Feed<'_, '_, '_> {
    fn seek(&mut self, to: SeekFrom) -> IoResult<u64> {
        let place = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => (self.seam.streams.bytes.len() as u64).checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = place.ok_or_else(|| Error::from(ErrorKind::InvalidInput))?;
        let streams = self.seam.streams;
        let place = streams.places.get(&self.at).filter(|_| self.seam.opened.get());
        self.streaming = place.is_some();
        if let Some(place) = place {
            let mut state = self.seam.state.borrow_mut();
            // One thread alone is to do its work, and next to it nothing but the block that it waits for.
            let (out, messages) = sync_channel(if rayon::current_num_threads() > 1 { WAITING } else { 0 });
            let before = state.total;
            let (spent, again) = channel();
            *state = State { total: before, messages: Some(messages), spent: Some(spent), ..State::default() };
            self.scope.spawn(move || inflate(streams, place, before, &out, &again));
        }
        Ok(self.at)
    }
}

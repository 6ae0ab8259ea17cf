// The page: one question after the other, each decision sent at once, and whatever others decide shown soon after.

import { announce, ask, button, count, fill, h, kept, language, Refusal, speak, t, tell } from './server.js';
import { drawCard, drawEmpty } from './card.js';
import { bulk, help, story } from './dialogs.js';
import { listed, listen, switchKeys } from './keys.js';
import { drawQueue, load, mark, neighbour, point, queue, refresh } from './queue.js';

const POLL = 4000;
const state = { start: null, progress: null, question: null, busy: false, idle: Promise.resolve(), down: false };

/** Does something with the program; one thing at a time, so that no key decides a question that is not on the screen yet. Trouble is said. */
async function attempt(deed) {
  if (state.busy) return;
  busy(true);
  let done;
  state.idle = new Promise((is) => (done = is));
  try {
    await deed();
    trouble(null);
  } catch (e) {
    await troubled(e);
  } finally {
    busy(false);
    done();
  }
}

/** Does something as soon as nothing else is being done: what a filter lets through must not be lost as a key may. */
async function afterwards(deed) {
  while (state.busy) await state.idle;
  return attempt(deed);
}

function busy(is) {
  state.busy = is;
  document.getElementById('card').setAttribute('aria-busy', String(is));
}

async function troubled(e) {
  if (!(e instanceof Refusal)) throw e;
  const detail = typeof e.detail === 'string' ? ` ${e.detail}` : '';
  trouble(e.code === 'offline' ? t('error.offline') : `${t(`error.${e.code}`)}${detail}`);
  if (e.code === 'offline' || e.code === 'session') return waitForServer();
  // What is on the screen is not what counts any more.
  if ((e.code === 'meanwhile' || e.code === 'grown') && state.question) {
    await show(state.question.id, true).catch(() => {});
    await seeProgress().catch(() => {});
  }
}

function trouble(text) {
  const place = document.getElementById('trouble');
  if (place.textContent !== (text ?? '')) place.textContent = text ?? '';
}

async function waitForServer() {
  if (state.down) return;
  state.down = true;
  for (;;) {
    await new Promise((done) => setTimeout(done, 1500));
    try {
      await seeProgress();
      break;
    } catch (e) {
      if (!(e instanceof Refusal)) throw e;
      trouble(t(`error.${e.code}`));
      // Where another tab has opened the new link, this one is let in again, with the secrets of the new start.
      if (e.code === 'session' && (await fetch('/', { cache: 'no-store' }).then((r) => r.ok, () => false))) return location.reload();
    }
  }
  state.down = false;
  trouble(null);
  try {
    await refresh();
    await renew();
  } catch (e) {
    // The next look finds it out.
    if (!(e instanceof Refusal)) throw e;
  }
}

function drawBar() {
  const { start, progress: p } = state;
  const other = language() === 'zh' ? 'en' : 'zh';
  const percent = p.total ? Math.floor((100 * p.decided) / p.total) : 100;
  const bar = (done, all, label) => h('progress', { max: String(Math.max(1, all)), value: String(done), 'aria-label': label });
  const entity = (e) => h('li', {}, h('span', {}, e.label), bar(e.decided, e.total, e.label), h('span', { class: 'number' }, `${count(e.decided)} / ${count(e.total)}`));
  const was = document.querySelector('#bar details')?.open;
  fill(document.getElementById('bar'),
    h('div', { class: 'brand' }, h('h1', {}, 'Cutover'), h('span', { class: 'quiet' }, start.project)),
    h('details', { class: 'progress', open: was }, h('summary', {}, bar(p.decided, p.total, t('page.progress_label')), h('span', { id: 'progress' }, t('page.progress', { decided: count(p.decided), total: count(p.total), percent }))),
      h('div', { class: 'more' }, h('ul', {}, p.entities.map(entity)), p.later > 0 && h('p', {}, t('page.later', { n: count(p.later) })),
        h('p', { class: 'quiet' }, t('page.deciding', { who: start.who, file: start.file })), h('p', { class: 'quiet' }, start.masked ? t('page.masked') : t('page.unmasked')))),
    h('div', { class: 'tools' }, button(t('page.undo'), 'u', undo, { class: 'plain', id: 'undo', disabled: p.undo === 0 }), button(t('page.help'), '?', openHelp, { class: 'plain' }),
      h('button', { type: 'button', class: 'plain', lang: other === 'zh' ? 'zh-CN' : 'en', onclick: () => attempt(() => translate(other)) }, other === 'zh' ? '中文' : 'English')));
}

async function seeProgress() {
  const p = await ask('progress');
  const other = state.progress && p.revision !== state.progress.revision;
  state.progress = p;
  drawBar();
  return other;
}

async function show(id, quiet = false) {
  if (id === null) {
    state.question = null;
    const filtered = Object.entries(queue.filter).some(([k, v]) => v && !(k === 'state' && v === 'open'));
    drawEmpty(filtered, state.progress);
    point(null);
  } else {
    state.question = await ask('question', { id });
    drawCard(state.question, act);
    point(id);
    history.replaceState(null, '', `#${id}`);
  }
  document.title = `${state.question?.code ?? '✓'} · Cutover`;
  if (!quiet) {
    document.getElementById('asked').focus({ preventScroll: true });
    window.scrollTo(0, 0);
    document.getElementById('card').scrollTop = 0;
  }
}

/** Draws the question again if somebody has decided it meanwhile; what is being typed stays otherwise. */
async function renew() {
  const { question: q } = state;
  if (!q) return false;
  const now = await ask('question', { id: q.id });
  if (now.tag === q.tag || state.question !== q) return false;
  state.question = now;
  drawCard(now, act);
  return true;
}

async function onward(id) {
  await show(await neighbour(id, 1));
}

const remark = () => document.getElementById('remark')?.value ?? '';

const act = {
  answer: (answer, value = null) => attempt(async () => {
    const q = state.question;
    if (!q?.answers.includes(answer)) return;
    if (answer === 'correct' && !value?.trim()) return document.getElementById('correct').focus();
    await tell('decide', { id: q.id, answer, value, note: remark(), saw: q.tag });
    mark(q.id, 'decided');
    await seeProgress();
    announce(t('page.said', { answer: t(`answer.${answer}`), n: count(state.progress.total - state.progress.decided) }));
    await onward(q.id);
  }),
  reopen: () => attempt(async () => {
    const q = state.question;
    await tell('decide', { id: q.id, answer: null, saw: q.tag });
    mark(q.id, 'open');
    await seeProgress();
    await show(q.id);
  }),
  later: () => attempt(async () => {
    const q = state.question;
    if (!q) return;
    await tell('later', { id: q.id });
    mark(q.id, 'later');
    await seeProgress();
    await onward(q.id);
  }),
  survivor: (field, choice) => attempt(async () => {
    if (choice.value !== undefined && !choice.value.trim()) return;
    state.question = await tell('survivor', { id: state.question.id, field: field.name, saw: field.tag, ...choice });
    const focus = document.activeElement?.closest('fieldset')?.querySelector('legend')?.textContent;
    drawCard(state.question, act);
    const again = [...document.querySelectorAll('.golden fieldset')].find((f) => f.querySelector('legend').textContent === focus);
    again?.querySelector('input:checked, input')?.focus();
    await seeProgress();
    announce(t('page.survivor_set', { field: field.label }));
  }),
  bulk: (likeness) => attempt(() => bulk(state.question, likeness, act.decideGroup)),
  decideGroup: (q, answer, likeness, n) => attempt(async () => {
    const done = await tell('decide-group', { id: q.id, answer, likeness, count: n });
    await seeProgress();
    await refresh();
    announce(t('page.said_many', { answer: t(`answer.${answer}`), n: count(done.count) }));
    await onward(q.id);
  }),
  story: (record) => attempt(() => story(state.question, record)),
  next: () => attempt(async () => state.question && onward(state.question.id)),
  previous: () => attempt(async () => {
    const id = state.question && (await neighbour(state.question.id, -1));
    if (id) await show(id);
  }),
};

function undo() {
  return attempt(async () => {
    const done = await tell('undo', {});
    await seeProgress();
    await refresh();
    announce(done.kept ? t('page.undone_kept', { n: count(done.count), kept: count(done.kept) }) : t('page.undone', { n: count(done.count) }));
    for (const id of done.ids) mark(id, 'open');
    const known = done.ids.find((id) => /^[0-9a-f]{16}$/.test(id));
    const back = known && (await ask('question', { id: known }).then(() => known, () => null));
    if (back) await show(back);
    else if (state.question) await show(state.question.id);
  });
}

function openHelp() {
  help(listed(), switchKeys);
}

async function translate(lang) {
  kept.set('lang', lang);
  speak(lang);
  await begin(lang);
}

async function begin(lang) {
  if (lang) speak(lang);
  state.start = await ask('start');
  state.progress = state.start.progress;
  speak(state.start.lang, state.start.words);
  document.getElementById('skip').textContent = t('page.skip');
  drawBar();
  drawQueue(state.start, (id, focus = true) => afterwards(() => show(id, !focus)), troubled);
  await load();
  const wanted = state.question?.id ?? location.hash.slice(1);
  const there = /^[0-9a-f]{16}$/.test(wanted) && (await show(wanted, true).then(() => true, () => false));
  if (!there) await show(queue.items[0]?.id ?? null, true);
  document.body.dataset.ready = 'yes';
}

async function poll() {
  if (!state.busy && !state.down && document.visibilityState === 'visible') {
    try {
      if (await seeProgress()) {
        await refresh();
        if (!document.querySelector('dialog[open]') && (await renew())) trouble(t('error.meanwhile'));
      }
    } catch (e) {
      if (e instanceof Refusal) await troubled(e);
    }
  }
  setTimeout(poll, POLL);
}

/** The details of the progress lie over the page: they close as soon as somebody turns to something else. */
function closeProgress(e) {
  const open = document.querySelector('#bar details[open]');
  if (open && (e.key === 'Escape' || (e.type === 'click' && !open.contains(e.target)))) open.open = false;
}
document.addEventListener('click', closeProgress);
document.addEventListener('keydown', closeProgress);

const press = (answer) => () => act.answer(answer);
listen({
  s: press('same'), d: press('different'), a: press('use'), k: press('keep'), r: press('retire'), l: act.later, u: undo, n: act.next, arrowright: act.next, p: act.previous, arrowleft: act.previous,
  c: () => document.getElementById('correct')?.focus(),
  b: () => document.querySelector('.groups button')?.click(),
  g: () => document.getElementById('golden')?.scrollIntoView() ?? document.querySelector('.golden input')?.focus(),
  o: () => state.question?.records[0] && act.story(state.question.records[0]),
  m: () => document.getElementById('remark')?.focus(),
  '/': () => document.getElementById('search').focus(),
  '?': openHelp,
});
attempt(() => begin(kept.get('lang') ?? '')).then(() => setTimeout(poll, POLL));

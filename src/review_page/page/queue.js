// The queue: filters, search and the list of questions.

import { ask, count, fill, h, t } from './server.js';

const PAGE = 50;
const nav = document.getElementById('queue');

export const queue = { items: [], total: 0, more: false, filter: { state: 'open' } };
let choices = {};
let open = () => {};
let failed = () => {};
let list = null;
let summary = null;
let waiting = 0;
let turns = 0;

/** Draws filters and an empty list; `onopen` shows a question, `onfailed` says why a list could not be had. */
export function drawQueue(start, onopen, onfailed) {
  choices = start;
  open = onopen;
  failed = onfailed;
  const f = queue.filter;
  const search = h('input', { type: 'search', id: 'search', value: f.q ?? '', autocomplete: 'off', spellcheck: 'false', 'aria-keyshortcuts': '/', oninput: (e) => later('q', e.target.value) });
  const states = ['open', 'later', 'decided', 'all'].map((s) => ({ value: s, label: t(`state.${s}`) }));
  list = h('ol', { id: 'list' });
  summary = h('p', { id: 'found', class: 'quiet' });
  nav.setAttribute('aria-label', t('filter.heading'));
  clearTimeout(waiting);
  // On a desk the list is always there; on a phone it opens where it is wanted.
  const toggle = h('button', { type: 'button', id: 'unfold', class: 'plain', 'aria-expanded': 'false', 'aria-controls': 'panel', onclick: () => toggle.setAttribute('aria-expanded', String(nav.classList.toggle('unfolded'))) }, t('filter.panel'));
  fill(nav, toggle, h('div', { id: 'panel' },
    h('div', { class: 'search' }, h('label', { for: 'search' }, t('filter.search')), search),
    h('details', { id: 'filters', open: window.innerWidth >= 900 && window.innerHeight >= 820 }, h('summary', {}, t('filter.heading')),
      select('state', t('filter.state'), states, false),
      select('kind', t('filter.kind'), start.kinds.map((k) => ({ value: k, label: t(`kind.${k}`) }))),
      select('entity', t('filter.entity'), start.entities),
      select('rule', t('filter.rule'), start.rules),
      start.owners.length > 1 && select('owner', t('filter.owner'), start.owners.map((o) => (o.value ? o : { ...o, value: '-', label: t('filter.nobody') }))),
      h('button', { type: 'button', class: 'plain', onclick: clear }, t('filter.clear'))),
    summary, list));
}

function select(name, label, options, all = true) {
  const id = `filter-${name}`;
  const option = (o) => h('option', { value: o.value, selected: queue.filter[name] === o.value }, o.total === undefined ? o.label : `${o.label} (${count(o.total)})`);
  return h('div', { class: 'field' }, h('label', { for: id }, label),
    h('select', { id, onchange: (e) => set(name, e.target.value) }, all && h('option', { value: '' }, t('filter.all')), options.map(option)));
}

function set(name, value) {
  queue.filter[name] = value;
  return filtered();
}

/** Shows what the filter lets through, and the first of it. */
async function filtered() {
  try {
    if (await load()) await open(queue.items[0]?.id ?? null, false);
  } catch (e) {
    await failed(e);
  }
}

function later(name, value) {
  clearTimeout(waiting);
  waiting = setTimeout(() => set(name, value), 250);
}

function clear() {
  queue.filter = { state: 'open' };
  drawQueue(choices, open, failed);
  return filtered();
}

/** Loads the first page of the filter; gives whether it is the one to be seen: an answer that comes after that of a later filter is not. */
export async function load() {
  turns += 1;
  const turn = turns;
  nav.setAttribute('aria-busy', 'true');
  try {
    const page = await ask('queue', { ...queue.filter, limit: PAGE });
    if (turn !== turns) return false;
    Object.assign(queue, page);
    show();
    return true;
  } finally {
    if (turn === turns) nav.setAttribute('aria-busy', 'false');
  }
}

/** Loads the next page. */
export async function loadMore() {
  const last = queue.items.at(-1);
  if (!queue.more || !last) return false;
  const turn = turns;
  const page = await ask('queue', { ...queue.filter, after: last.id, limit: PAGE });
  if (turn !== turns) return false;
  queue.items.push(...page.items);
  queue.more = page.more;
  queue.total = page.total + (queue.filter.state === 'all' ? 0 : queue.items.filter((i) => !matches(i)).length);
  show();
  return page.items.length > 0;
}

const matches = (item) => queue.filter.state === 'all' || item.state === queue.filter.state;

/** Looks again at the state of everything in the list. */
export async function refresh() {
  const wanted = Math.min(100, Math.max(PAGE, queue.items.length));
  const turn = turns;
  const page = await ask('queue', { ...queue.filter, limit: wanted });
  if (turn !== turns) return;
  const now = new Map(page.items.map((i) => [i.id, i]));
  const gone = (i) => (queue.filter.state === 'open' && i.state === 'open' ? { ...i, state: 'decided' } : i);
  if (queue.items.length <= wanted) queue.items = queue.items.map((i) => now.get(i.id) ?? gone(i));
  for (const item of page.items) if (queue.items.length < wanted && !queue.items.some((i) => i.id === item.id)) queue.items.push(item);
  queue.more = queue.more || page.more;
  queue.total = page.total;
  show();
}

/** Notes a new state of a question. */
export function mark(id, state) {
  const item = queue.items.find((i) => i.id === id);
  if (item) item.state = state;
  show();
}

/** Gives the question that comes after or before one, among those that still pass the filter. */
export async function neighbour(id, step) {
  for (;;) {
    const at = queue.items.findIndex((i) => i.id === id);
    for (let i = at + step; i >= 0 && i < queue.items.length; i += step) if (matches(queue.items[i])) return queue.items[i].id;
    if (step < 0 || !(await loadMore())) break;
  }
  return step > 0 ? (queue.items.find((i) => matches(i) && i.id !== id)?.id ?? null) : null;
}

let current = null;

/** Marks the question on the screen. */
export function point(id) {
  current = id;
  for (const b of list.querySelectorAll('button[data-id]')) {
    const here = b.dataset.id === id;
    if (here) b.setAttribute('aria-current', 'true');
    else b.removeAttribute('aria-current');
    if (here) {
      // Only the list scrolls: the page stays where the reader is.
      const [top, bottom] = [b.offsetTop - list.offsetTop, b.offsetTop - list.offsetTop + b.offsetHeight];
      if (top < list.scrollTop || bottom > list.scrollTop + list.clientHeight) list.scrollTop = top - list.clientHeight / 3;
    }
  }
}

function show() {
  summary.textContent = queue.total ? t('filter.found', { n: count(queue.total) }) : t('filter.none');
  list.replaceChildren(...queue.items.map(line),
    ...(queue.more ? [h('li', {}, h('button', { type: 'button', class: 'plain', onclick: () => loadMore().catch(failed) }, t('filter.more')))] : []));
  point(current);
}

function line(item) {
  const percent = item.probability === null ? null : `${Math.round(item.probability * 100)} %`;
  const codes = item.other === null ? item.code : `${item.code} · ${item.other}`;
  return h('li', {}, h('button', { type: 'button', 'data-id': item.id, class: `line ${item.state}`, onclick: () => open(item.id) },
    h('span', { class: 'what' }, h('span', { class: `dot ${item.severity}`, 'aria-hidden': 'true' }), h('span', {}, item.title), percent && h('span', { class: 'chance' }, percent)),
    h('span', { class: 'which' }, `${item.entity} ${codes}`),
    h('span', { class: 'seen' }, item.seen || '∅'),
    item.state !== 'open' && h('span', { class: 'mark' }, t(`state.${item.state}`))));
}

// The question on the screen: records side by side, what is different in them, why the program thinks so, and what survives.

import { button, count, fill, h, t } from './server.js';

const main = document.getElementById('card');
const actions = document.getElementById('actions');

/** Draws a question; `act` holds what its buttons do. */
export function drawCard(q, act) {
  const pair = q.records.length === 2;
  fill(main,
    h('p', { class: 'kicker' }, h('span', { class: `chip ${q.severity}` }, t(`severity.${q.severity}`)), q.title, h('span', { class: 'quiet' }, q.entity)),
    h('h2', { id: 'asked', tabindex: '-1' }, headline(q)),
    q.hint && q.kind !== 'pair' && q.kind !== 'merged' ? h('p', { class: 'quiet' }, q.hint) : null,
    decided(q, act),
    q.value && change(q, act),
    section(pair ? t('card.records') : t('card.record'), compare(q, act)),
    q.evidence.length > 0 && section(t('card.evidence'), waterfall(q)),
    q.golden?.fields?.length > 0 && golden(q, act),
    groups(q, act));
  drawActions(q, act);
}

/** Draws what stands there when no question is left. */
export function drawEmpty(filtered, progress) {
  const done = progress.decided === progress.total;
  fill(main, h('div', { class: 'empty' }, h('h2', { id: 'asked', tabindex: '-1' }, done ? t('card.all_done') : t('card.none_left')),
    h('p', {}, done ? t('card.run_again') : filtered ? t('card.try_filter') : t('card.put_aside'))));
  actions.replaceChildren();
}

function headline(q) {
  if (q.kind === 'pair') return t('card.is_pair_one', { p: chance(q) });
  if (q.kind === 'merged') return t('card.was_merge_right');
  if (q.kind === 'record') return t('card.about_record', { code: q.code });
  return t('card.about_value', { field: q.value.label, code: q.code });
}

const chance = (q) => (q.probability === null ? '?' : `${Math.round(q.probability * 100)} %`);

function section(title, ...content) {
  return h('section', {}, h('h3', {}, title), ...content);
}

function decided(q, act) {
  if (q.state === 'later') return h('p', { class: 'notice' }, t('card.is_later'));
  const d = q.decision;
  if (!d) return null;
  const value = d.value ? ` “${d.value}”` : '';
  return h('div', { class: 'notice done' }, h('p', {}, h('strong', {}, t(`answer.${d.answer}`), value), ' ', t('card.decided_by', { by: d.by || '–', at: d.at || '–' }), d.note ? ` · ${d.note}` : ''),
    button(t('card.reopen'), '', act.reopen, { class: 'plain', id: 'reopen' }));
}

const piece = (p) => (p.differs ? h('mark', {}, p.text) : p.text);
const text = (pieces) => (pieces.length ? pieces.map(piece) : [h('span', { class: 'missing' }, '∅')]);

/** The value, what is suggested, and room for another one. */
function change(q, act) {
  const v = q.value;
  const has = q.answers.includes('use');
  const input = h('input', { id: 'correct', type: 'text', autocomplete: 'off', spellcheck: 'false', maxlength: '1000', 'aria-keyshortcuts': 'c' });
  const submit = (e) => {
    e.preventDefault();
    act.answer('correct', input.value);
  };
  return h('section', { class: 'change' },
    h('dl', { class: has ? 'two' : 'one' },
      h('div', {}, h('dt', {}, t('card.now')), h('dd', { class: 'value' }, text(v.before))),
      has && h('div', {}, h('dt', {}, t('card.suggested')), h('dd', { class: 'value' }, text(v.after)))),
    v.expected && h('p', {}, h('span', { class: 'quiet' }, t('card.expected')), ' ', v.expected),
    q.answers.includes('correct') && h('form', { class: 'correct', onsubmit: submit }, h('label', { for: 'correct' }, t('card.correct_to')), input,
      h('button', { type: 'submit' }, t('card.save'), h('kbd', { 'aria-hidden': 'true' }, 'C'))));
}

function place(r) {
  const sheet = r.sheet ? ` [${r.sheet}]` : '';
  return `${r.file}${sheet}:${r.line}`;
}

/** Fields of one or two records side by side. */
function compare(q, act) {
  const head = (r, i) => h('th', { scope: 'col' },
    h('span', { class: 'code' }, r.code || '∅'), h('span', { class: 'quiet' }, r.system), r.owner && h('span', { class: 'quiet' }, r.owner),
    h('span', { class: 'place' }, place(r)),
    button(t('card.story'), i === 0 ? 'o' : '', () => act.story(r), { class: 'plain' }));
  const row = (f) => h('tr', { class: `${f.differs ? 'differs' : ''} ${f.asked ? 'asked' : ''}`.trim() || null },
    h('th', { scope: 'row' }, f.label, f.hidden && h('span', { class: 'quiet' }, t('card.hidden'))),
    f.cells.map((c) => h('td', {}, text(c))));
  return h('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': t('card.records') }, h('table', { class: `compare of${q.records.length}` },
    h('thead', {}, h('tr', {}, h('td', {}), q.records.map(head))), h('tbody', {}, q.fields.map(row))));
}

/** How the weight of a pair comes about, field after field, in bits. */
function waterfall(q) {
  const total = Number(q.weight);
  const bits = q.evidence.map((e) => e.bits ?? 0);
  const start = total - bits.reduce((a, b) => a + b, 0);
  const steps = [{ field: t('card.prior'), level: '', bits: start, against: start < 0 }, ...q.evidence];
  let at = 0;
  const spans = steps.map((s) => {
    const from = at;
    at += s.bits ?? 0;
    return [Math.min(from, at), Math.max(from, at)];
  });
  const low = Math.min(0, ...spans.map((s) => s[0]));
  const wide = Math.max(0, ...spans.map((s) => s[1])) - low || 1;
  const bar = ([from, to], cls) => {
    const b = h('span', { class: `step ${cls}` });
    b.style.left = `${(100 * (from - low)) / wide}%`;
    b.style.width = `${Math.max(0.6, (100 * (to - from)) / wide)}%`;
    return h('span', { class: 'track', 'aria-hidden': 'true' }, b);
  };
  const signed = (n) => (n === null ? '−∞' : `${n < 0 ? '−' : '+'}${Math.abs(n).toFixed(1)}`);
  const line = (s, i) => h('tr', {}, h('th', { scope: 'row' }, s.field, s.level && h('span', { class: 'quiet' }, s.level)), h('td', {}, bar(spans[i], s.against ? 'against' : 'for')), h('td', { class: 'number' }, signed(s.bits)));
  return h('table', { class: 'waterfall' },
    h('caption', { class: 'quiet' }, t('card.how_sure')),
    h('thead', { class: 'unseen' }, h('tr', {}, h('th', { scope: 'col' }, t('card.field')), h('th', { scope: 'col' }, t('card.bar')), h('th', { scope: 'col' }, t('card.bits')))),
    h('tbody', {}, steps.map(line)),
    h('tfoot', {}, h('tr', {}, h('th', { scope: 'row' }, t('card.sum')), h('td', {}, bar([Math.min(0, total), Math.max(0, total)], 'sum')), h('td', { class: 'number' }, `${signed(total)} = ${chance(q)}`))));
}

/** The record that survives, field by field. */
function golden(q, act) {
  const field = (f) => {
    const name = `survivor-${f.name}`;
    const choice = (c) => h('label', { class: 'choice' },
      h('input', { type: 'radio', name, checked: c.chosen || (!f.tag && c.survives), onchange: () => act.survivor(f, { row: c.row }) }),
      h('span', {}, c.value, c.survives && h('span', { class: 'quiet' }, t('card.survives'))));
    const input = h('input', { type: 'text', id: `${name}-typed`, value: f.typed ?? '', autocomplete: 'off', spellcheck: 'false', maxlength: '1000', 'aria-label': t('card.other_value', { field: f.label }), placeholder: t('card.other') });
    const submit = (e) => {
      e.preventDefault();
      act.survivor(f, { value: input.value });
    };
    return h('fieldset', {}, h('legend', {}, f.label), f.choices.map(choice),
      h('form', { class: 'choice', onsubmit: submit }, input, h('button', { type: 'submit', class: 'plain' }, t('card.take'))),
      f.tag && h('p', { class: 'quiet' }, t('card.chosen_by', { by: f.by || '–' }), ' ', h('button', { type: 'button', class: 'plain', onclick: () => act.survivor(f, {}) }, t('card.by_rule'))));
  };
  return h('section', { class: 'golden' }, h('h3', { id: 'golden', tabindex: '-1' }, t('card.golden')),
    h('p', { class: 'quiet' }, q.golden.merged ? t('card.golden_merged', { n: count(q.golden.members) }) : t('card.golden_open')),
    h('div', { class: 'fields' }, q.golden.fields.map(field)));
}

function groups(q, act) {
  if (!q.groups.length) return null;
  const one = (g) => h('li', {}, button(t('card.group', { n: count(g.count) }), '', () => act.bulk(g.likeness), { class: 'plain', 'data-likeness': g.likeness }),
    ' ', t(`group.${q.records.length === 2 ? 'pair_' : ''}${g.likeness}`), g.pattern ? [' ', h('code', {}, g.pattern)] : null);
  return h('section', { class: 'groups' }, h('h3', {}, t('card.alike')), h('ul', {}, q.groups.map(one)));
}

function drawActions(q, act) {
  const named = { use: 'a', keep: 'k', retire: 'r', same: 's', different: 'd' };
  const answers = q.answers.filter((a) => a in named).map((a) => button(t(`answer.${a}`), named[a], () => act.answer(a), { class: `answer ${a}`, id: `answer-${a}` }));
  fill(actions,
    h('div', { class: 'answers', role: 'group', 'aria-label': t('card.answers') }, answers, button(t('answer.later'), 'l', act.later, { class: 'answer', id: 'answer-later' })),
    h('div', { class: 'remark' }, h('label', { for: 'remark' }, t('card.remark')), h('input', { id: 'remark', type: 'text', maxlength: '1000', autocomplete: 'off' })),
    h('div', { class: 'moves' }, button(t('card.previous'), 'p', act.previous, { class: 'plain' }), button(t('card.next'), 'n', act.next, { class: 'plain' })));
}

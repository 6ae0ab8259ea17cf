// What opens over the page: help, one decision for many questions, and a record's story.

import { ask, count, h, kept, t } from './server.js';

function dialog(title, id, ...content) {
  document.getElementById(id)?.remove();
  const heading = `${id}-title`;
  const close = h('button', { type: 'button', class: 'plain close', onclick: () => d.close() }, t('dialog.close'));
  const d = h('dialog', { id, 'aria-labelledby': heading, onclose: () => d.remove() }, h('div', { class: 'top' }, h('h2', { id: heading }, title), close), ...content);
  document.body.append(d);
  d.showModal();
  return d;
}

/** Shows the keys. */
export function help(keys, onkeys) {
  const line = ([key, text]) => [h('dt', {}, h('kbd', {}, key)), h('dd', {}, text)];
  const on = h('input', { type: 'checkbox', id: 'keys-on', checked: kept.get('keys') !== 'off', onchange: (e) => onkeys(e.target.checked) });
  dialog(t('dialog.keys'), 'help', h('dl', { class: 'keys' }, keys.map(line)), h('p', {}, h('label', {}, on, ' ', t('dialog.keys_on'))), h('p', { class: 'quiet' }, t('dialog.saved')));
}

/** Shows what one decision would be about, and has it made. */
export async function bulk(q, likeness, decide) {
  const seen = await ask('group', { id: q.id, likeness });
  const item = (i) => h('li', {}, h('span', { class: 'code' }, i.other ? `${i.code} · ${i.other}` : i.code), ' ', h('span', {}, i.seen || '∅'), i.suggestion ? [' → ', h('strong', {}, i.suggestion)] : null);
  const ask_for = q.answers.filter((a) => a !== 'correct').map((a) =>
    h('button', { type: 'button', class: `answer ${a}`, 'data-answer': a, onclick: () => (d.close(), decide(q, a, likeness, seen.count)) }, t('dialog.decide', { answer: t(`answer.${a}`), n: count(seen.count) })));
  const d = dialog(t('dialog.bulk', { n: count(seen.count) }), 'bulk',
    h('p', {}, q.title), h('ol', { class: 'preview', tabindex: '0', 'aria-label': t('dialog.preview') }, seen.items.map(item)),
    seen.more ? h('p', { class: 'quiet' }, t('dialog.more', { n: count(seen.more) })) : null,
    h('div', { class: 'answers' }, ask_for), h('p', { class: 'quiet' }, t('dialog.one_undo')));
}

/** Tells a record's story. */
export async function story(q, record) {
  const d = dialog(t('dialog.story', { code: record.code }), 'story', h('p', { class: 'quiet' }, t('dialog.wait')));
  let records;
  try {
    records = await ask('story', { id: q.id, row: record.row });
  } catch (e) {
    d.close();
    throw e;
  }
  d.querySelector('p').replaceWith(...(records.length ? records.map(told) : [h('p', {}, t('dialog.no_story'))]));
}

const quoted = (text) => (text ? `“${text}”` : '∅');
const at = (file, sheet, line) => `${file}${sheet ? ` [${sheet}]` : ''}:${line}`;

function told(r) {
  const row = (n) => h('span', { class: 'quiet' }, `#${n} `);
  const standing = (s) => [row(s.row), h('strong', {}, at(s.file, s.sheet, s.line)), ` ${s.system} ${s.code} — ${t(`fate.${s.fate}`)}`, s.batch && ` ${s.batch}`, s.into && ` → ${s.into}`, s.rule && [' ', h('code', {}, s.rule)]];
  const change = (c) => [row(c.row), h('strong', {}, c.field), ` ${quoted(c.before)} → ${quoted(c.after)}${c.from ? ` ← ${c.from}` : ''} `, h('code', {}, c.rule)];
  const finding = (f) => [row(f.row), h('span', { class: `chip ${f.severity}` }, t(`severity.${f.severity}`)), ` ${f.title} `, f.field && [h('strong', {}, f.field), ' '], quoted(f.value), f.expected && ` · ${f.expected}`, f.suggestion && ` → ${quoted(f.suggestion)}`, ' ', h('code', {}, f.rule)];
  const pair = (p) => [`${p.left} ${p.left_name} · ${p.right} ${p.right_name} — `, p.probability && `${Math.round(p.probability * 100)} % `, h('span', { class: 'quiet' }, p.evidence)];
  return h('article', {}, h('h3', {}, r.entity, r.new_code && ` → ${r.new_code}`),
    part(t('dialog.standings'), r.standings, standing), part(t('dialog.changes'), r.changes, change), part(t('dialog.findings'), r.findings, finding), part(t('dialog.duplicates'), r.duplicates, pair));
}

function part(title, p, line) {
  if (!p.count) return null;
  const rest = p.count - p.lines.length;
  return h('section', {}, h('h4', {}, title), h('ul', {}, p.lines.map((l) => h('li', {}, line(l)))), rest > 0 && h('p', { class: 'quiet' }, t('dialog.more', { n: count(rest) })));
}

// Talks to the program behind the page, and makes elements: whatever comes from the data becomes text, never markup.

const proof = document.querySelector('meta[name=proof]').content;
let words = {};
let lang = '';

/** Something that the program refuses, or that it cannot be asked. */
export class Refusal extends Error {
  constructor(code, detail) {
    super(code);
    this.code = code;
    this.detail = detail;
  }
}

async function send(path, options) {
  const headers = { 'x-cutover-proof': proof, ...(lang && { 'x-cutover-lang': lang }), ...options.headers };
  let response;
  try {
    response = await fetch(path, { ...options, headers, credentials: 'same-origin', cache: 'no-store' });
  } catch {
    throw new Refusal('offline');
  }
  if (response.status === 403) throw new Refusal('session');
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(answer.error ?? 'unfit', answer.detail);
  return answer;
}

/** Asks for something. */
export function ask(path, parameters = {}) {
  const given = Object.entries(parameters).filter(([, v]) => v !== '' && v !== null && v !== undefined);
  return send(`/api/${path}?${new URLSearchParams(given)}`, {});
}

/** Has something done. */
export function tell(path, body) {
  return send(`/api/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

/** Sets the language and its words. */
export function speak(language, texts) {
  lang = language;
  if (texts) words = texts;
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
}

export const language = () => lang;

/** Gives a text, with `{name}` filled in once. */
export function t(key, values = {}) {
  const [section, name] = key.split('.');
  const text = words[section]?.[name] ?? name;
  return text.replace(/\{(\w+)\}/g, (all, n) => (n in values ? String(values[n]) : all));
}

/** Gives a number as people write it. */
export const count = (n) => Number(n).toLocaleString(lang === 'zh' ? 'zh-CN' : 'en');

/** Keeps a choice of this browser; where it keeps nothing, that is no trouble. */
export const kept = {
  get(key) {
    try {
      return localStorage.getItem(`cutover-${key}`);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(`cutover-${key}`, value);
    } catch {
      // A private window.
    }
  },
};

/** Makes an element: attributes, `on…` handlers, and children that are elements or texts. */
export function h(name, attributes = {}, ...children) {
  const e = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (key.startsWith('on')) e.addEventListener(key.slice(2), value);
    else e.setAttribute(key, value === true ? '' : value);
  }
  e.append(...children.flat(9).filter((c) => c !== null && c !== undefined && c !== false));
  return e;
}

/** Puts children into an element in place of what is there; what is nothing is left out. */
export function fill(e, ...children) {
  e.replaceChildren(...children.flat(9).filter((c) => c !== null && c !== undefined && c !== false && c !== ''));
}

/** Says something to those who do not see the page. */
export function announce(text) {
  const said = document.getElementById('said');
  said.textContent = '';
  requestAnimationFrame(() => (said.textContent = text));
}

/** Makes a button with the key that does the same. */
export function button(text, key, onclick, attributes = {}) {
  return h('button', { type: 'button', 'aria-keyshortcuts': key || null, onclick, ...attributes }, text, key ? h('kbd', { 'aria-hidden': 'true' }, key.toUpperCase()) : null);
}

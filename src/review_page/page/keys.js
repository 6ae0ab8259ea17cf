// The keyboard: one key a deed, never while somebody types or a dialog is open.

import { kept, t } from './server.js';

/** Gives the keys with what they do, for the help. */
export const listed = () => [
  ['S', t('keys.same')], ['D', t('keys.different')], ['A', t('keys.use')], ['K', t('keys.keep')], ['C', t('keys.correct')], ['R', t('keys.retire')], ['L', t('keys.later')],
  ['U', t('keys.undo')], ['N →', t('keys.next')], ['P ←', t('keys.previous')], ['B', t('keys.bulk')], ['G', t('keys.golden')], ['O', t('keys.story')], ['M', t('keys.remark')], ['/', t('keys.search')], ['?', t('keys.help')],
];

/** Turns single keys on or off: some readers' own programs use them. */
export function switchKeys(on) {
  kept.set('keys', on ? 'on' : 'off');
}

/** Listens; `deeds` gives for a key what it does. */
export function listen(deeds) {
  document.addEventListener('keydown', (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || e.repeat) return;
    const typing = e.target.closest?.('input:not([type=radio]):not([type=checkbox]), select, textarea');
    if (typing && e.key === 'Escape') {
      document.getElementById('asked')?.focus();
      return;
    }
    if (typing || document.querySelector('dialog[open]') || (kept.get('keys') === 'off' && e.key !== '?')) return;
    // Arrows belong to the choices where one has the focus.
    if (e.key.startsWith('Arrow') && e.target.closest?.('input, .scroll, #list')) return;
    const deed = deeds[e.key.toLowerCase()];
    if (!deed) return;
    e.preventDefault();
    deed();
  });
}

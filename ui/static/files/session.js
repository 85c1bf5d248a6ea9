// The session ended while somebody was working: what was typed stays in the page, a dialog offers to sign in in a new
// tab, and when the same person is back the queue is sent. Another person's session never gets any of it.
import { hold, release, unsavedLabels } from './queue.js';
import { announce } from './announce.js';

const { as, who } = document.body.dataset;
const dialog = document.getElementById('signed-out');
const words = document.getElementById('signed-out-words');
const channel = 'BroadcastChannel' in window ? new BroadcastChannel('pinktick') : null;
const title = document.getElementById('signed-out-title');
const [usualTitle, usualWords] = [title?.textContent, words?.innerHTML];
let out = false;

/** Opens the dialog; an idle session also covers the page, for others may be looking. */
export function signedOut(veil = false) {
  if (!dialog) return;
  out = true;
  dialog.classList.toggle('pt-dialog--veil', veil);
  if (!dialog.open) dialog.showModal();
}

document.addEventListener('pinktick:held', ({ detail }) => {
  if (detail.reason === 'other') other();
  signedOut();
});

// A part of the page that was only fetched: nothing to keep, but the same dialog.
document.addEventListener('htmx:before:response', (event) => {
  if (event.detail.ctx.response.status !== 401) return;
  event.preventDefault();
  signedOut();
});

document.addEventListener('click', (event) => { if (event.target.closest?.('[data-who-now]')) check(true); });
document.addEventListener('visibilitychange', () => { if (!document.hidden) check(false); });
window.addEventListener('focus', () => check(false));
channel?.addEventListener('message', (event) => { if (event.data.signedIn) check(false); });
if (as) channel?.postMessage({ signedIn: true }); // this page was drawn for somebody: other tabs may be waiting for them

async function check(asked) {
  if (!out || !who) return;
  let now;
  try {
    const response = await fetch(who, { headers: { Accept: 'application/json' }, cache: 'no-store' });
    now = response.ok ? (await response.json()).as : '';
  } catch {
    now = '';
  }
  if (!now) {
    if (asked) say('<p>You are not signed in yet. Sign in in the other tab, then come back.</p>');
  } else if (now === as) {
    out = false;
    dialog.close();
    title.textContent = usualTitle;
    say(usualWords);
    announce('You are signed in again. Saving what you entered.');
    release();
    document.dispatchEvent(new CustomEvent('pinktick:back'));
  } else {
    hold('other');
  }
}

function other() {
  const list = unsavedLabels();
  title.textContent = 'Signed in as somebody else';
  say('<p><strong>You are now signed in as another person, or at another trust.</strong></p>' +
    '<p>What was entered on this page belongs to the person who entered it. It has not been saved and will not be sent for anybody else.</p>' +
    '<p>Sign in again as that person to save it, or close this page to give it up.</p>');
  if (!list.length) return;
  const unsent = document.createElement('p');
  unsent.textContent = `Not saved: ${list.map((label) => `“${label}”`).join(', ')}`;
  words.append(unsent);
}

function say(html) { words.innerHTML = html; }

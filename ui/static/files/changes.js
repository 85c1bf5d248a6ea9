// Brings up to date what the page shows of a record that somebody else changed: it tells the server what it shows, by the
// marks the server drew it with, and gets what is shown differently by now. A question that somebody is at is never taken
// from under their hands: a note says that it has changed.
import { announce } from './announce.js';
import { pending, unsavedIn } from './queue.js';
import { signedOut } from './session.js';
import { holdStill } from './still.js';

export const watch = document.getElementById('watch');

/** The name of this page: it does not hear of what was changed on it. */
export const tab = [...crypto.getRandomValues(new Uint8Array(8))].map((n) => n.toString(16).padStart(2, '0')).join('');

const WORDS = { colleague: 'Changed by a colleague just now', own: 'Changed by you in another window just now', meanwhile: 'Changed meanwhile' };
const UNSAVED = '. When you save yours, you will see both answers';
const NOTE_STAYS = 60000, SAY_AT_MOST_EVERY = 8000;

let wanted = '';            // why to fetch once more: a key of WORDS
let running = null;
let requests = 0;           // what htmx sent or got: what was fetched across it may be out of date
const template = document.getElementById('watch-note')?.content.firstElementChild; // of a note
const asked = new Set();    // the questions to show all the same
const why = new Map();      // the id of what is held back → a key of WORDS

/**
 * Fetches and places what has changed. Calls while it runs are one more run.
 * @returns {Promise<string>} done; later: it could not be had; over: there is nothing more to have
 */
export function catchUp(cause = 'meanwhile') {
  wanted = wanted && wanted !== cause ? (wanted === 'own' ? cause : wanted) : cause;
  running ??= run();
  return running;
}

async function run() {
  let result = 'done';
  await pause(100); // several changes at once are one
  while (wanted && result === 'done') {
    await quiet();
    const cause = wanted;
    wanted = '';
    result = await fetchChanges(cause);
    if (result === 'stale') {
      wanted ||= cause;
      result = 'done';
    }
  }
  wanted = '';
  running = null;
  return result;
}

// quiet waits for one's own saves, and for dialogs to be answered.
async function quiet() {
  while (pending() || document.querySelector('dialog[open]')) await pause(200);
}

function pause(time) { return new Promise((resolve) => { setTimeout(resolve, time); }); }

async function fetchChanges(cause) {
  const before = requests;
  let response, text;
  try {
    response = await fetch(watch.dataset.changes, { headers: shown(), cache: 'no-store', signal: AbortSignal.timeout(20000) });
    text = await response.text();
  } catch {
    return 'later';
  }
  if (response.status === 401) signedOut(true);
  if ([401, 403, 404, 410].includes(response.status)) return 'over';
  if (!response.ok || response.redirected) return 'later';
  if (requests !== before || pending()) return 'stale';
  watch.dataset.revision = response.headers.get('Pinktick-Revision') ?? watch.dataset.revision;
  await placeAll(new DOMParser().parseFromString(text, 'text/html').body.children, cause);
  return 'done';
}

// shown is what the page shows, in headers: an address would be logged.
function shown() {
  const ids = (selector) => [...document.querySelectorAll(selector)].map((e) => e.id).join(' ');
  return {
    'HX-Request': 'true', 'Pinktick-Drawn': [...document.querySelectorAll('[data-drawn]')].map((e) => e.dataset.drawn).join(' '),
    'Pinktick-Rows': ids('.pt-row'), 'Pinktick-Open': ids('.pt-row--open'),
  };
}

async function placeAll(regions, cause) {
  const before = answers();
  const held = new Set();
  const settle = holdStill();
  for (const fresh of [...regions]) await place(fresh, held);
  asked.clear();
  note(held, cause);
  const changed = [...answers()].filter(([id, answer]) => before.has(id) && before.get(id) !== answer).map(([id]) => id);
  for (const id of changed) {
    const mark = beside(id, `${WORDS[cause]}.`);
    setTimeout(() => mark.remove(), NOTE_STAYS);
  }
  settle();
  say(changed, [...held], cause);
}

// answers are what the page shows as answered: questions, and what rows say of themselves. A row that is not there is none.
function answers() {
  const found = new Map();
  for (const e of document.querySelectorAll('.pt-question[data-drawn], .pt-row__head[data-drawn]')) found.set(e.id, e.dataset.drawn.split('.')[1]);
  for (const e of document.querySelectorAll('.pt-rows')) found.set(e.id, [...e.children].map((row) => row.id).sort().join());
  return found;
}

// place swaps one region, but for the questions in it that somebody is at.
async function place(fresh, held) {
  const old = document.getElementById(fresh.id);
  if (!old) return;
  const kept = [old, ...old.querySelectorAll('.pt-question')].filter((e) => e.matches('.pt-question') && occupied(e));
  const gone = kept.some((e) => e !== old && !fresh.querySelector(`[id="${e.id}"]:not([hidden])`));
  if (gone || kept.includes(old)) {
    held.add(old.id);
    return;
  }
  for (const question of kept) {
    if (fresh.querySelector(`[id="${question.id}"]`).dataset.drawn !== question.dataset.drawn) held.add(question.id);
    question.setAttribute('hx-morph-skip', '');
  }
  for (const open of [old, ...old.querySelectorAll('details')].filter((e) => e.open && e.id)) { // what is unfolded stays so
    const same = fresh.id === open.id ? fresh : fresh.querySelector(`[id="${open.id}"]`);
    same?.setAttribute('open', '');
  }
  await window.htmx.swap({
    text: fresh.outerHTML, target: old, sourceElement: old, swap: 'outerMorph',
    request: { method: 'GET' }, response: { status: 200, headers: new Headers() },
  });
  for (const question of kept) question.removeAttribute('hx-morph-skip');
}

// occupied: somebody is in the question, has something in it that is not saved, or is shown why it was not.
function occupied(question) {
  return unfinished(question) || (question.contains(document.activeElement) && !asked.has(question.id));
}

function unfinished(region) {
  return unsavedIn(region) || region.matches('.pt-question--error, .pt-question--conflict, :has(.pt-clearing)')
    || [...region.querySelectorAll('.pt-question')].some(unfinished);
}

// note says beside what was held back that it has changed; where nothing is unsaved, a press shows it.
function note(held, cause) {
  for (const id of [...why.keys()].filter((id) => !held.has(id))) {
    why.delete(id);
    for (const old of document.querySelectorAll(`[id="${id}"] .pt-changed--held`)) old.remove();
  }
  for (const id of held) {
    if (why.has(id)) continue;
    why.set(id, cause);
    const unsaved = unfinished(document.getElementById(id));
    const mark = beside(id, `${WORDS[cause]}${unsaved ? UNSAVED : ''}.`);
    mark.classList.add('pt-changed--held');
    if (!unsaved) mark.append(template.querySelector('button').cloneNode(true));
  }
}

// beside puts words where somebody looks for what has changed.
function beside(id, words) {
  const region = document.getElementById(id);
  const place = region.querySelector(':scope > .pt-question__head') ?? region.closest('.pt-row__head') ?? region.closest('.pt-list') ?? region;
  for (const old of place.querySelectorAll(':scope > .pt-changed')) old.remove();
  const mark = template.cloneNode(false);
  mark.append(template.firstElementChild.cloneNode());
  mark.firstElementChild.textContent = words;
  place.append(mark);
  return mark;
}

// say sums up for screen readers, in one sentence and not too often.
let saying, saidAt = 0;
const unsaid = { changed: new Set(), held: new Set(), cause: '' };

function say(changed, held, cause) {
  const labels = (ids) => ids.map((id) => document.getElementById(id)?.closest('[data-question]')?.dataset.question).filter(Boolean);
  for (const label of labels(changed)) unsaid.changed.add(label);
  for (const label of labels(held)) unsaid.held.add(label);
  if (!unsaid.changed.size && !unsaid.held.size) return;
  unsaid.cause = cause;
  clearTimeout(saying);
  saying = setTimeout(sayNow, Math.max(300, saidAt + SAY_AT_MOST_EVERY - Date.now()));
}

function sayNow() {
  saidAt = Date.now();
  const all = [...new Set([...unsaid.held, ...unsaid.changed])];
  const what = all.length === 1 ? `“${all[0]}”` : `${all.length} answers on this page`;
  announce(`${WORDS[unsaid.cause]}: ${what}${unsaid.held.size && all.length === 1 ? ', where you are' : ''}`);
  unsaid.changed.clear();
  unsaid.held.clear();
}

if (watch) {
  document.addEventListener('htmx:config:request', (event) => {
    const { ctx } = event.detail;
    requests += 1;
    if (ctx.request.method !== 'GET') ctx.request.headers['Pinktick-Tab'] = tab;
  });
  document.addEventListener('htmx:finally:request', () => { requests += 1; });

  document.addEventListener('click', (event) => {
    if (!event.target.closest?.('[data-show-changed]')) return;
    const region = event.target.closest('.pt-question, .pt-row, .pt-list');
    asked.add(region.id);
    for (const question of region.querySelectorAll('.pt-question')) asked.add(question.id);
    catchUp(why.get(region.id));
  });

  // Whoever leaves a question that was held back, with nothing unsaved in it, sees it as it is now.
  document.addEventListener('focusout', (event) => {
    const region = event.target.closest?.('.pt-question, .pt-list');
    if (!why.has(region?.id) || region.contains(event.relatedTarget)) return;
    setTimeout(() => { if (region.isConnected && !region.contains(document.activeElement)) catchUp(why.get(region.id)); }, 300);
  });
}

// The save queue. htmx hands each saving request here instead of to fetch; it is answered when the server has answered
// it for good. Until then it is tried again, in order, with the same idempotency key. htmx's own "queue last" keeps the
// answers of one question in order behind it, so the last value always arrives. Nothing is kept in browser storage.
import { announce } from './announce.js';

const RETRIED = new Set([429, 502, 503, 504]);
const TIMEOUT = 15000, FIRST_WAIT = 1000, LONGEST_WAIT = 30000, DOUBLE_CLICK = 600;
const WORDS = {
  retry: 'Not saved: trying again',
  'signed-out': 'Not saved: sign in again to save',
  other: 'Not saved: you are signed in as another person or at another trust',
};

const jobs = [];             // saves the server has not answered for good, oldest first
const latest = new WeakMap(); // form → its newest submission
let running = false;
let failures = 0;
let held = '';               // why nothing is sent: 'signed-out' or 'other'
let wake = () => {};

/** Says whether anything is not saved yet, typed text and answers that wait for a yes included. */
export function unsaved() {
  return jobs.length > 0 || document.querySelector('[data-unsaved]') !== null || [...document.querySelectorAll('.pt-typed')].some(typed);
}

/** Says whether any save is not answered for good. */
export function pending() { return jobs.length > 0; }

/** Says whether something in a region is not saved: on its way, or entered and not sent. */
export function unsavedIn(region) {
  return jobs.some(({ ctx }) => region.contains(ctx.sourceElement)) || [...region.querySelectorAll('form')].some((form) => [...form.elements].some(entered));
}

function entered(field) {
  if (field.type === 'hidden' || field.closest('.pt-combo') || field.matches('.pt-picker__native')) return false;
  if (field.type === 'checkbox' || field.type === 'radio') return field.checked !== field.defaultChecked;
  if (field.tagName === 'SELECT') return field.value !== ([...field.options].find((o) => o.defaultSelected) ?? field.options[0])?.value;
  return 'defaultValue' in field && typed(field);
}

// typed: there is text that was not saved. What was saved may be written otherwise by the server.
function typed(field) { return field.value !== field.defaultValue && !savedAs(field); }

function savedAs(field) {
  const last = latest.get(field.form);
  return Boolean(last?.saved) && !last.pending && last.value === field.value;
}

/** Says whether saves are under way that may yet be answered at once. */
export function busy() { return jobs.length > 0 && failures === 0 && !held; }

/** Says whether a form has a newer submission than this request. */
export function newerThan(form, ctx) {
  const last = latest.get(form);
  return Boolean(last && last.pending && last.ctx !== ctx);
}

/** The questions whose answers are not saved, in words. */
export function unsavedLabels() {
  return [...new Set(jobs.map((job) => labelOf(job)).filter(Boolean))];
}

/** Sends nothing any more, and says why. */
export function hold(reason) {
  held = reason;
  mark();
  document.dispatchEvent(new CustomEvent('pinktick:held', { detail: { reason } }));
}

/** Sends again, after hold. */
export function release() {
  held = '';
  failures = 0;
  mark();
  wake();
  pump();
}

document.addEventListener('htmx:config:request', (event) => {
  const { ctx } = event.detail;
  if (ctx.request.method === 'GET') return;
  const signature = sign(ctx);
  if (sentAlready(ctx, signature)) {
    event.preventDefault();
    return;
  }
  latest.set(ctx.sourceElement, { ctx, signature, pending: true, saved: 0, value: ctx.request.body.get('value') });
  const key = uuid();
  if (ctx.request.method === 'DELETE') ctx.request.headers['Pinktick-Key'] = key;
  else ctx.request.body.set('key', key);
  ctx.request.timeout = 0; // the queue has its own
  ctx.fetch = (action, request) => enqueue(ctx, action, request);
  choose(ctx);
});

document.addEventListener('htmx:finally:request', (event) => {
  const { ctx } = event.detail;
  const last = latest.get(ctx.sourceElement);
  if (last?.ctx === ctx) {
    choose({ sourceElement: ctx.sourceElement });
    last.pending = false;
    last.saved = ctx.response?.status < 300 ? Date.now() : 0;
  }
  if (last) last.refused = ctx.response?.status >= 400;
  guard();
});

document.addEventListener('htmx:after:swap', () => {
  if (failures || held) {
    for (const { ctx } of jobs) choose(ctx);
    mark();
  }
  guard();
});
document.addEventListener('input', guard);

// A field that is left shows what was typed and saved as it is stored.
document.addEventListener('focusout', ({ target }) => {
  if (target.matches?.('.pt-typed') && savedAs(target)) target.value = target.defaultValue;
});
window.addEventListener('online', () => wake());
document.addEventListener('visibilitychange', () => { if (!document.hidden) wake(); });

// sign is what a submission says, without what only identifies it.
function sign(ctx) {
  const said = [...ctx.request.body].filter(([name]) => !['key', 'version', 'as'].includes(name));
  return JSON.stringify([ctx.request.method, ctx.request.action, said]);
}

// sentAlready: a double click, or a field left as it is stored.
function sentAlready(ctx, signature) {
  const last = latest.get(ctx.sourceElement);
  const same = last?.signature === signature;
  if (same && (last.pending || Date.now() - last.saved < DOUBLE_CLICK)) return true;
  const field = ctx.sourceEvent?.target;
  const typed = ['blur', 'input'].includes(ctx.sourceEvent?.type) && field?.matches?.('.pt-typed');
  return Boolean(typed && field.value === field.defaultValue && !last?.pending);
}

function enqueue(ctx, action, request) {
  // An answer waiting behind another of the same question was drawn before that one was saved: it takes the version
  // the page shows now, unless the other was refused, for then somebody must see why first.
  const version = ctx.sourceElement.querySelector?.('input[name="version"]')?.value;
  if (version && request.body?.has?.('version') && !latest.get(ctx.sourceElement)?.refused) request.body.set('version', version);
  return new Promise((resolve, reject) => {
    jobs.push({ ctx, action, request, resolve, reject });
    choose(ctx);
    if (held) hold(held);
    else if (failures) mark();
    guard();
    pump();
  });
}

async function pump() {
  if (running) return;
  running = true;
  while (jobs.length && !held) {
    const outcome = await attempt(jobs[0]);
    if (outcome.done) finish(outcome);
    else if (outcome.hold) hold(outcome.hold);
    else await backOff(outcome.after);
  }
  running = false;
}

async function attempt({ action, request }) {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), TIMEOUT);
  const stop = () => late.abort();
  request.signal?.addEventListener('abort', stop);
  try {
    const response = await window.fetch(action, { ...request, signal: late.signal });
    const text = await response.text(); // an answer cut off half-way is no answer
    if (response.status === 401) return { hold: 'signed-out' };
    if (response.headers.get('Pinktick-Seal') === 'refused') return { hold: 'other' };
    if (RETRIED.has(response.status) || response.redirected) return { after: Number(response.headers.get('Retry-After')) * 1000 };
    const { status, headers } = response;
    return { done: true, response: new Response(status === 204 ? null : text, { status, headers }) };
  } catch (error) {
    return request.signal?.aborted ? { done: true, error } : {};
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', stop);
  }
}

function finish({ response, error }) {
  const job = jobs.shift();
  if (error) job.reject(error);
  else job.resolve(response);
  unmark(job);
  if (failures) announce(jobs.length ? 'Saving again' : 'Everything is saved');
  failures = 0;
  mark();
  guard();
}

function backOff(after) {
  if (failures === 0) announce(`${WORDS.retry}: ${labelOf(jobs[0])}`);
  failures += 1;
  mark();
  const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - 1)) * (0.5 + Math.random());
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, Math.max(wait, Math.min(after || 0, 2 * LONGEST_WAIT)));
    wake = () => { clearTimeout(timer); resolve(); };
  });
}

// choose shows which button was pressed until the server has drawn it so: an answer that waits must not look ungiven.
function choose({ sourceElement, request }) {
  for (const button of sourceElement.querySelectorAll?.('[data-sent]') ?? []) delete button.dataset.sent;
  if (request?.submitter?.hasAttribute('aria-pressed')) request.submitter.dataset.sent = '';
}

// stateOf is the place beside the question where its state is said.
function stateOf(job) {
  const region = job.ctx.sourceElement.closest?.('.pt-question, .pt-list');
  return region && document.getElementById(`${region.id}-state`);
}

function labelOf(job) {
  return job.ctx.sourceElement.closest?.('[data-question]')?.dataset.question ?? '';
}

function mark() {
  const words = held ? WORDS[held] : failures ? WORDS.retry : '';
  for (const job of jobs) {
    const place = stateOf(job);
    if (place && place.textContent !== words) place.textContent = words;
  }
}

function unmark(job) {
  const place = stateOf(job);
  if (place) place.textContent = '';
}

// guard asks before leaving, only while something is unsaved: a page that always asks is never kept by the browser.
function guard() {
  window.removeEventListener('beforeunload', ask);
  if (unsaved()) window.addEventListener('beforeunload', ask);
}

function ask(event) {
  if (unsaved()) event.preventDefault();
}

function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 15) | 64;
  b[8] = (b[8] & 63) | 128;
  const hex = [...b].map((n) => n.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

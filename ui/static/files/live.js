// Hears that the record in view was changed by somebody else, and who else is on it. It hears revisions only: what changed is
// fetched (changes.js). A page that is not in view lets go, and asks what it missed when it is looked at again.
import { announce } from './announce.js';
import { catchUp, tab, watch } from './changes.js';

const LET_GO = 3000, FIRST_WAIT = 1000, LONGEST_WAIT = 60000;

let source = null;   // the open stream
let timer;           // of the next attempt, or of letting go
let failures = 0;
let over = false;    // there is nothing to hear any more, for this session

if (watch) {
  open();
  document.addEventListener('visibilitychange', () => (document.hidden ? letGo() : resume()));
  window.addEventListener('pagehide', close);
  window.addEventListener('pageshow', (event) => { if (event.persisted) resume(); });
  document.addEventListener('pinktick:back', () => { over = false; resume(); });
}

function open() {
  clearTimeout(timer);
  if (source || over || document.hidden) return;
  source = new EventSource(`${watch.dataset.live}?tab=${tab}`);
  source.addEventListener('revision', (event) => revised(JSON.parse(event.data)));
  source.addEventListener('here', (event) => present(event.data));
  source.addEventListener('again', () => { close(); later(FIRST_WAIT / 2, open); });
  source.addEventListener('end', broken); // why, the next request tells
  source.addEventListener('error', broken);
}

function close() {
  clearTimeout(timer);
  source?.close();
  source = null;
}

function letGo() { later(LET_GO, () => { close(); present(''); }); }

// resume asks what was missed, then listens again.
async function resume() {
  clearTimeout(timer);
  if (source || over) return;
  if (await caught(catchUp())) open();
}

async function caught(catching) {
  const result = await catching;
  if (result === 'over') {
    over = true;
    close();
    present('');
  }
  if (result === 'later') broken();
  return result === 'done';
}

// broken tries again, more and more rarely, and not all pages at once.
function broken() {
  close();
  present('');
  failures += 1;
  later(Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - 1)) * (0.5 + Math.random()), resume);
}

function later(wait, act) {
  clearTimeout(timer);
  timer = setTimeout(act, wait);
}

function revised({ revision, changed, own }) {
  failures = 0;
  if (changed) caught(catchUp(own ? 'own' : 'colleague'));
  else if (revision !== Number(watch.dataset.revision)) caught(catchUp());
}

// present shows who else is here, and says so when somebody comes.
function present(html) {
  const words = () => document.getElementById('here').textContent.replace(/\s+/g, ' ').trim();
  const before = words();
  document.getElementById('here').outerHTML = html || '<p id="here" class="pt-here pt-here--nobody"></p>';
  if (words().length > before.length) announce(words());
}

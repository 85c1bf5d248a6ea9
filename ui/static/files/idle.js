// Warns two minutes before an idle session ends; one press keeps it. Only real input counts as activity. Other tabs
// of the same browser count too, told over a channel: nothing is stored.
import { announce } from './announce.js';
import { signedOut } from './session.js';

const { idle, warn, stay, as } = document.body.dataset;
const dialog = document.getElementById('idle');
const left = document.getElementById('idle-left');
const channel = 'BroadcastChannel' in window ? new BroadcastChannel('pinktick-input') : null;
const TOUCH = 240000; // the server hears of input at most this often
let last = Date.now();
let touched = Date.now();
let said = 0;

if (idle && dialog) {
  for (const kind of ['pointerdown', 'keydown', 'input', 'wheel', 'touchstart']) {
    document.addEventListener(kind, active, { capture: true, passive: true });
  }
  channel?.addEventListener('message', () => { last = Date.now(); if (dialog.open) dialog.close(); });
  document.addEventListener('click', (event) => { if (event.target.closest?.('button[data-stay]')) touch(); });
  dialog.addEventListener('close', () => { if (remaining() > 0 && Date.now() - touched > 1000) touch(); }); // Escape is a press too
  document.addEventListener('htmx:finally:request', (event) => { if (event.detail.ctx.request.method !== 'GET') touched = Date.now(); });
  setInterval(tick, 1000);
}

function remaining() { return Number(idle) - (Date.now() - last) / 1000; }

function active(event) {
  if (!event.isTrusted || dialog.open) return; // while the warning is open only its button keeps the session
  last = Date.now();
  channel?.postMessage('input');
  if (last - touched > Math.min(TOUCH, Number(idle) * 250)) touch();
}

async function touch() {
  touched = Date.now();
  last = touched;
  said = 0;
  if (dialog.open) dialog.close();
  channel?.postMessage('input');
  try {
    const response = await fetch(stay, { method: 'POST', headers: { 'HX-Request': 'true' }, body: new URLSearchParams({ as }) });
    if (response.status === 401) signedOut();
  } catch {
    touched = 0; // tried again at the next input
  }
}

function tick() {
  const seconds = Math.ceil(remaining());
  if (seconds > Number(warn)) return;
  if (seconds <= 0) {
    if (dialog.open) dialog.close();
    signedOut(true);
    return;
  }
  left.textContent = seconds > 90 ? '2 minutes' : seconds > 60 ? 'a minute and a half' : `${seconds} seconds`;
  if (!dialog.open) dialog.showModal();
  if (!said || (seconds <= 30 && said > 30)) {
    announce(`You will be signed out in ${left.textContent}. Press Stay signed in to stay.`);
    said = seconds;
  }
}

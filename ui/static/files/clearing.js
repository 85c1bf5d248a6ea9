// An answer, or a deletion, that would remove other answers is asked about in its place. The focus goes to the question from
// where the answer was given, and from nowhere else: the answer may have waited while somebody went on. Escape, or "keep",
// leaves everything as it was.
const ASKED = 409;

document.addEventListener('htmx:after:swap', (event) => {
  const { ctx } = event.detail;
  if (ctx.response?.status !== ASKED) return;
  const region = ctx.sourceElement?.closest?.('.pt-question, .pt-row') ?? ctx.target;
  const asked = region?.isConnected && region.querySelector?.('.pt-clearing');
  if (!asked) return;
  if (region.matches('.pt-question')) asked.dataset.unsaved = ''; // an answer waits for a yes: see the queue
  const active = document.activeElement;
  if ((active === document.body || region.contains(active)) && !active.matches('[data-autosave]')) asked.focus();
});

document.addEventListener('click', (event) => {
  const button = event.target.closest?.('button[data-keep]');
  if (!button) return;
  button.closest('.pt-clearing').remove();
  document.querySelector(`#${CSS.escape(button.dataset.keep)} button`)?.focus();
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  event.target.closest?.('.pt-clearing')?.querySelector('[data-keep]')?.click();
});

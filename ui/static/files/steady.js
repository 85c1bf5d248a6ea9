// The panel of what is missing stands above the questions, and each answer changes it. While it is unfolded its list keeps the
// height it had, so that nothing moves that somebody is about to press; what becomes longer can be scrolled.
const heights = new WeakMap();

document.addEventListener('htmx:before:swap', (event) => {
  const panel = unfolded(event);
  if (panel && !heights.has(panel)) heights.set(panel, list(panel).offsetHeight);
});

document.addEventListener('htmx:after:swap', (event) => {
  const panel = unfolded(event);
  if (panel && heights.has(panel)) list(panel).style.height = `${heights.get(panel)}px`;
});

document.addEventListener('toggle', (event) => { if (event.target.matches?.('.pt-missing')) release(event.target); }, { capture: true });
window.addEventListener('resize', () => { for (const panel of document.querySelectorAll('.pt-missing')) release(panel); });

function unfolded(event) {
  const { target } = event.detail.ctx;
  return target instanceof Element && target.matches('.pt-missing[open]') ? target : null;
}

function release(panel) {
  heights.delete(panel);
  list(panel).style.height = '';
}

function list(panel) { return panel.querySelector('.pt-missing__body'); }

// Keeps in its place what somebody points at or is in, while the page changes around it: nobody shall press what was not there a
// moment ago.
let pointer = null;

for (const kind of ['pointermove', 'pointerdown']) {
  document.addEventListener(kind, ({ clientX, clientY }) => { pointer = [clientX, clientY]; }, { capture: true, passive: true });
}
document.documentElement.addEventListener('pointerleave', () => { pointer = null; });
document.addEventListener('keydown', () => { pointer = null; }, { capture: true, passive: true });

/** Notes where it is now. The function it gives scrolls the page so that it is there again. */
export function holdStill() {
  const chain = [];
  for (let e = (pointer && document.elementFromPoint(...pointer)) ?? document.activeElement; e && e !== document.body; e = e.parentElement) chain.push(e);
  if (!chain.some((e) => e.id === 'maincontent')) return () => {};
  const before = chain.map((e) => e.getBoundingClientRect().top);
  document.documentElement.classList.add('pt-still'); // else the browser does it too, for something else
  return () => {
    const at = chain.findIndex((e) => e.isConnected && e.checkVisibility?.());
    const { top } = chain[at].getBoundingClientRect();
    if (top !== before[at]) window.scrollBy({ top: top - before[at], behavior: 'instant' });
    requestAnimationFrame(() => document.documentElement.classList.remove('pt-still'));
  };
}

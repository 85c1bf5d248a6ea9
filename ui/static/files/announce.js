// Says something to screen readers, politely, in the page's one live region.
let timer;

export function announce(words) {
  const live = document.getElementById('live');
  if (!live) return;
  live.textContent = '';
  clearTimeout(timer);
  timer = setTimeout(() => { live.textContent = words; }, 50); // emptied first, so the same words are said twice
}

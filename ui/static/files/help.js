// Escape closes a help tip that hover or focus opened, until pointer and focus have left it.
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  for (const tip of document.querySelectorAll('.pt-help:hover, .pt-help:focus-within')) tip.dataset.closed = '';
});

for (const kind of ['focusout', 'pointerout']) {
  document.addEventListener(kind, (event) => {
    const tip = event.target.closest?.('.pt-help');
    if (tip && !tip.contains(event.relatedTarget)) delete tip.dataset.closed;
  });
}

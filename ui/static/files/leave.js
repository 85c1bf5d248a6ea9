// A link pressed while a save is under way waits for it, so that nobody is asked about a save of fifty milliseconds.
import { busy } from './queue.js';

document.addEventListener('click', async (event) => {
  const link = event.target.closest?.('a[href]');
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || event.defaultPrevented || link.target || link.hasAttribute('hx-get') || !busy()) return;
  if (link.origin !== location.origin || link.getAttribute('href').startsWith('#')) return;
  event.preventDefault();
  for (let i = 0; i < 60 && busy(); i += 1) await new Promise((resolve) => { setTimeout(resolve, 50); });
  location.assign(link.href);
});

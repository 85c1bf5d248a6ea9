// A link to a question goes to its control: the entry it stands in is opened in its place, and the control gets the focus. On
// another page, and without script, the address does the same.
import { goTo } from './focus.js';

let wanted = '';

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[data-jump]');
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || link.pathname !== location.pathname) return;
  wanted = decodeURIComponent(link.hash.slice(1));
  if (arrive()) {
    event.preventDefault();
    return;
  }
  const opener = link.dataset.row && document.querySelector(`#${CSS.escape(link.dataset.row)} .pt-row__act a[hx-get]`);
  if (!opener) return;
  event.preventDefault();
  opener.click();
});

document.addEventListener('htmx:after:swap', arrive);
window.addEventListener('hashchange', fromAddress);
window.addEventListener('load', () => setTimeout(fromAddress)); // the browser goes to the address first, and takes the focus along

function fromAddress() {
  if (!/^#(q|list)-/.test(location.hash)) return;
  wanted = decodeURIComponent(location.hash.slice(1));
  arrive();
}

function arrive() {
  const place = wanted && document.getElementById(wanted);
  if (!place) return false;
  wanted = '';
  goTo(place);
  return true;
}

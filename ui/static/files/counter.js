// Counts the characters left in a long text as it is typed; said aloud only near the end and after a pause.
import { announce } from './announce.js';

const LOW = 100;
let timer;

document.addEventListener('input', (event) => {
  const field = event.target;
  const place = field.dataset?.counter && document.getElementById(field.dataset.counter);
  if (!place) return;
  const left = Number(field.dataset.max) - [...field.value].length;
  const n = Math.abs(left);
  place.textContent = `${n} character${n === 1 ? '' : 's'} ${left < 0 ? 'too many' : 'left'}`;
  place.classList.toggle('pt-count--low', left < LOW);
  clearTimeout(timer);
  if (left < LOW) timer = setTimeout(() => announce(place.textContent), 1000);
});

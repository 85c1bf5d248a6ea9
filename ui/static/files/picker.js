// Opens the browser's own calendar and copies what is picked into the text field beside it. Nothing is sent: Set does that.
document.addEventListener('click', (event) => {
  const button = event.target.closest?.('[data-picker]');
  if (!button) return;
  const native = button.parentElement.querySelector('input[type="date"]');
  const day = iso(document.getElementById(button.dataset.picker).value);
  if (day) native.value = day;
  try {
    native.showPicker();
  } catch {
    native.focus(); // an old browser: the field itself can be typed into
  }
});

document.addEventListener('change', (event) => {
  const native = event.target;
  if (!native.matches?.('.pt-picker__native') || !native.value) return;
  event.stopImmediatePropagation();
  const text = document.getElementById(native.parentElement.querySelector('[data-picker]').dataset.picker);
  const [year, month, day] = native.value.split('-');
  text.value = `${day}/${month}/${year}`;
  text.dispatchEvent(new Event('input', { bubbles: true }));
  text.focus();
}, { capture: true });

function iso(text) {
  const found = text.trim().match(/^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$/);
  return found ? `${found[3]}-${found[2].padStart(2, '0')}-${found[1].padStart(2, '0')}` : '';
}

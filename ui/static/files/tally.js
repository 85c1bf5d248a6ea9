// Says on a button how many boxes of its form are ticked, so that nobody submits more than they meant. Without script the
// button says what it does in general, and the next page counts.
function tally() {
  for (const button of document.querySelectorAll('[data-tally]')) {
    button.dataset.plain ??= button.textContent.trim();
    const ticked = document.querySelectorAll(`input[form="${button.dataset.tally}"]:checked`).length;
    const { one, many, plain } = button.dataset;
    const words = ticked === 0 ? plain : ticked === 1 ? one : many.replace('#', ticked);
    if (button.textContent.trim() !== words) button.textContent = words;
  }
}

document.addEventListener('change', tally);
document.addEventListener('htmx:after:swap', tally);
addEventListener('pageshow', tally);
tally();

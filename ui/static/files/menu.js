// The user menu closes when one presses elsewhere or Escape. The step menu stays open on wide screens, where browsers
// that cannot be told so by style need help.
const wide = window.matchMedia('(min-width: 48.01rem)');

document.addEventListener('click', (event) => {
  const menu = document.getElementById('user-menu');
  if (menu?.open && !menu.contains(event.target)) menu.open = false;
});

document.addEventListener('keydown', (event) => {
  const menu = document.getElementById('user-menu');
  if (event.key !== 'Escape' || !menu?.open) return;
  menu.open = false;
  menu.querySelector('summary').focus();
});

function unfold() {
  const fold = document.getElementById('steps-fold');
  if (fold && wide.matches) fold.open = true;
}

if (!CSS.supports('selector(::details-content)')) {
  unfold();
  wide.addEventListener('change', unfold);
  document.addEventListener('htmx:after:swap', unfold);
}

// Asks "are you sure" in a dialog of the page instead of the browser's own.
const dialog = document.getElementById('confirm');
const words = document.getElementById('confirm-words');
let decide = () => {};

document.addEventListener('htmx:confirm', (event) => {
  const { ctx, issueRequest, dropRequest } = event.detail;
  event.preventDefault();
  words.textContent = ctx.confirm;
  decide = (yes) => { decide = () => {}; if (yes) issueRequest(); else dropRequest(); };
  dialog.showModal();
});

document.addEventListener('click', (event) => {
  const button = event.target.closest?.('[data-confirm]');
  if (!button) return;
  const yes = button.dataset.confirm === 'yes';
  const act = decide;
  decide = () => {};
  dialog.close();
  act(yes);
});

dialog?.addEventListener('cancel', () => decide(false)); // Escape, said at once
dialog?.addEventListener('close', () => { if (!dialog.open) decide(false); }); // said late, it may be open again for another

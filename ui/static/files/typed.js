// A form with a Save button (data-typed) asks before what was typed in it is left. One that came back with what is wrong
// holds it from the start ("yes"). Save is meant, and so is what says so (data-leaves), such as Cancel: nobody is asked then.
const form = document.querySelector('form[data-typed]');

if (form) {
  const text = () => new URLSearchParams(new FormData(form)).toString();
  const drawn = form.dataset.typed === 'yes' ? null : text();
  const ask = (event) => { if (text() !== drawn) event.preventDefault(); };
  const mind = () => {
    window.removeEventListener('beforeunload', ask);
    if (text() !== drawn) window.addEventListener('beforeunload', ask);
  };
  const leave = () => window.removeEventListener('beforeunload', ask);
  form.addEventListener('input', mind);
  for (const kind of ['pointerdown', 'keydown']) document.addEventListener(kind, mind, { once: true }); // sooner no browser asks
  form.addEventListener('submit', leave);
  document.addEventListener('click', (event) => { if (event.target.closest?.('[data-leaves]')) leave(); });
}

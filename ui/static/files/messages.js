// Messages can be dismissed; those of success leave by themselves after seven seconds, unless somebody is on them.
const STAY = 7000;

document.addEventListener('click', (event) => {
  event.target.closest?.('[data-dismiss]')?.closest('[data-message]')?.remove();
});

function leave() {
  for (const message of document.querySelectorAll('[data-message="success"]:not([data-leaving])')) {
    message.dataset.leaving = '';
    const go = () => { if (message.matches(':hover, :focus-within')) setTimeout(go, STAY); else message.remove(); };
    setTimeout(go, STAY);
  }
}

document.addEventListener('htmx:after:swap', leave);
leave();

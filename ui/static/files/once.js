// A plain form is sent once, however often its button is pressed. Forms of htmx are minded by the queue.
const sent = new WeakSet();

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.matches('[hx-post], [hx-put]') || form.method === 'dialog' || event.defaultPrevented) return;
  if (sent.has(form)) event.preventDefault();
  sent.add(form);
  setTimeout(() => sent.delete(form), 3000); // a page kept by the browser may be used again
});

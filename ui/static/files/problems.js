// An answer that is a problem is shown in its place: below what asked for it, else among the messages. It never
// replaces a question, and never puts a whole page into a cell. 409 and 422 are the question itself, drawn again.
document.addEventListener('htmx:after:request', (event) => {
  const { ctx } = event.detail;
  const { status, headers } = ctx.response;
  const ours = headers.has('Pinktick-Problem');
  if (!ours && (status < 400 || status === 409 || status === 422)) return;
  if (!ours) ctx.text = words('Sorry, something went wrong', 'The service did not answer as it should. Nothing was changed here. Try again in a moment.');
  ctx.hx.retarget = placeFor(ctx);
  ctx.hx.reswap = 'innerHTML';
  ctx.push = null;
  ctx.replace = null;
});

// A part that could not be fetched at all. Saves never come here: the queue keeps them.
document.addEventListener('htmx:error', (event) => {
  const { ctx } = event.detail;
  if (ctx?.request?.method !== 'GET') return;
  placeFor(ctx).innerHTML = words('This part could not be loaded', 'Check the connection and try again.');
});

function placeFor(ctx) {
  const row = ctx.target?.closest?.('.pt-row');
  return document.getElementById(`${ctx.target?.id}-problem`) ?? (row && document.getElementById(`${row.id}-problem`))
    ?? document.getElementById('messages');
}

function words(title, text) {
  return `<div class="pt-problem" role="alert"><p class="pt-problem__title">${title}</p><p>${text}</p></div>`;
}

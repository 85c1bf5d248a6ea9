// Leaves out of an address what nothing was chosen for: a copied link is as short as what it says.
document.addEventListener('htmx:config:request', ({ detail: { ctx: { request } } }) => {
  if (request.method !== 'GET' || !request.body) return;
  for (const [name, value] of [...request.body]) if (value === '') request.body.delete(name);
});

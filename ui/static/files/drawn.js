// A morph changes attributes, but a box once ticked or a list once opened by hand no longer follows them: after a swap
// they are set to what the server drew, unless a newer answer is on its way. So is a field that holds what was saved.
import { newerThan } from './queue.js';

document.addEventListener('htmx:after:swap', (event) => {
  const { ctx } = event.detail;
  const region = ctx.target?.id && document.getElementById(ctx.target.id);
  if (!region) return;
  for (const form of region.querySelectorAll('form')) {
    if (newerThan(form, ctx)) continue;
    for (const field of form.elements) follow(field);
    if (form === ctx.sourceElement && ctx.response?.status < 300) written(form, ctx.request.body?.get?.('value'));
  }
});

// What was typed is saved, and shown as the server writes it; what has been typed since stays. A text that saves while
// somebody types is never rewritten under their hands.
function written(form, sent) {
  for (const field of form.querySelectorAll('.pt-typed:not([data-autosave])')) {
    if (field.value === sent && field.value !== field.defaultValue) field.value = field.defaultValue;
  }
}

function follow(field) {
  if (field.type === 'checkbox' || field.type === 'radio') field.checked = field.defaultChecked;
  if (field.tagName !== 'SELECT') return;
  const drawn = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
  if (drawn && !drawn.selected) drawn.selected = true;
  field.dispatchEvent(new CustomEvent('pinktick:drawn', { bubbles: true }));
}

// Keeps focus where somebody was working: when a swap takes the focused element away, the nearest thing that means
// the same gets it. An added row gets it; a deleted row leaves it to its neighbour.
const FOCUSABLE = 'input:not([type="hidden"]):not([tabindex="-1"]), textarea, select, button, summary, a[href]';
const places = new WeakMap();

document.addEventListener('htmx:before:swap', (event) => {
  const { ctx, tasks } = event.detail;
  const active = document.activeElement;
  const inside = tasks.some(({ target }) => target instanceof Element && target.contains(active));
  const target = ctx.target instanceof Element ? ctx.target : null;
  const neighbour = target?.nextElementSibling ?? target?.previousElementSibling;
  places.set(ctx, { inside, region: target?.id, list: target?.closest('.pt-list')?.id, neighbour: neighbour?.id });
});

document.addEventListener('htmx:after:swap', (event) => {
  const { ctx } = event.detail;
  const source = ctx.sourceElement;
  if (source?.dataset?.focusAdded !== undefined && ctx.response.status < 300) {
    focusOn(ctx.target?.lastElementChild?.querySelector('.pt-row__title'));
    return;
  }
  const place = places.get(ctx);
  if (!place?.inside || holdsFocus(document.activeElement)) return;
  const named = place.region && document.getElementById(`${place.region}-title`);
  const region = document.getElementById(place.region);
  const next = named
    ?? (region && firstVisible(region.querySelector('.pt-question__body') ?? region))
    ?? document.getElementById(`${place.neighbour}-title`)
    ?? document.querySelector(`#${CSS.escape(place.list ?? 'none')} .pt-add button`)
    ?? region;
  focusOn(next);
});

// A morph may keep the focused element but fold it away: the browser takes the focus from it only afterwards.
function holdsFocus(element) {
  return Boolean(element) && element !== document.body && (element.checkVisibility?.() ?? true);
}

// firstVisible is the control of a region that somebody would go on with: the answer that is given, else the first.
function firstVisible(region) {
  const all = [...region.querySelectorAll(FOCUSABLE)].filter((e) => e.checkVisibility?.() ?? e.offsetParent);
  return all.find((e) => e.matches('[aria-pressed="true"]')) ?? all[0];
}

/** Goes to a question or a list: it is scrolled to, and its control gets the focus. */
export function goTo(place) {
  place.scrollIntoView({ block: 'start' });
  const part = place.querySelector('.pt-question__body, .pt-add') ?? place;
  focusOn(firstVisible(part) ?? place, true);
}

function focusOn(element, preventScroll = false) {
  if (!element) return;
  if (element.tabIndex < 0 && !element.hasAttribute('tabindex')) element.setAttribute('tabindex', '-1');
  element.focus({ preventScroll });
}

// A field that filters a long list as one types: the combobox pattern of WAI-ARIA in front of a native list, which
// stays in the form, is what is sent, and is used as it is without script.
const MOST = 60;

class Combo {
  constructor(place) {
    this.place = place;
    this.select = document.getElementById(place.dataset.combo);
    const id = `${place.id}-field`;
    this.input = Object.assign(document.createElement('input'), { id, type: 'text', className: 'nhsuk-input', autocomplete: 'off', spellcheck: false });
    this.list = Object.assign(document.createElement('ul'), { id: `${id}-list`, className: 'pt-combo__list', hidden: true });
    const attributes = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': this.list.id, 'aria-labelledby': place.dataset.label };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
    this.list.setAttribute('role', 'listbox');
    this.list.setAttribute('aria-labelledby', place.dataset.label);
    place.replaceChildren(this.input, this.list);
    this.follow();
    this.listen();
  }

  listen() {
    this.input.addEventListener('input', () => this.open(this.input.value));
    this.input.addEventListener('click', () => { if (this.list.hidden) this.open(''); });
    this.input.addEventListener('keydown', (event) => this.key(event));
    this.input.addEventListener('blur', () => { this.close(); this.follow(); });
    this.list.addEventListener('pointerdown', (event) => {
      event.preventDefault(); // the field keeps the focus
      const option = event.target.closest('[role="option"]');
      if (option) this.choose(option);
    });
    document.getElementById(this.place.dataset.label)?.addEventListener('click', () => this.input.focus());
  }

  // follow shows what the native list holds, and says what it says about it.
  follow() {
    const select = (this.select = document.getElementById(this.place.dataset.combo));
    if (!select) return;
    const chosen = select.selectedOptions[0];
    if (document.activeElement !== this.input || this.list.hidden) this.input.value = chosen?.value ? chosen.text.trim() : '';
    this.input.placeholder = 'Type to search';
    for (const name of ['aria-describedby', 'aria-invalid']) {
      if (select.hasAttribute(name)) this.input.setAttribute(name, select.getAttribute(name));
      else this.input.removeAttribute(name);
    }
    this.input.classList.toggle('nhsuk-input--error', select.hasAttribute('aria-invalid'));
  }

  open(typed) {
    const wanted = fold(typed).split(' ').filter(Boolean);
    const found = [...this.select.options].filter((o) => o.value && (isConcept(o, typed) || wanted.every((word) => fold(`${o.text} ${o.parentElement.label ?? ''}`).includes(word))));
    found.sort((a, b) => starts(b, typed) - starts(a, typed));
    this.list.replaceChildren(...this.items(found.slice(0, MOST)));
    if (!found.length) this.list.append(line('pt-combo__none', 'Nothing matches'));
    if (found.length > MOST) this.list.append(line('pt-combo__none', `${found.length - MOST} more: go on typing`));
    this.list.hidden = false;
    this.input.setAttribute('aria-expanded', 'true');
    this.point(null);
  }

  items(options) {
    const items = [];
    let group = '';
    for (const option of options) {
      const under = option.parentElement.label ?? '';
      if (under !== group) items.push(line('pt-combo__group', (group = under)));
      const item = line('pt-combo__option', option.text.trim());
      item.setAttribute('role', 'option');
      item.setAttribute('aria-selected', 'false');
      item.id = `${this.list.id}-${items.length}`;
      item.dataset.value = option.value;
      items.push(item);
    }
    return items;
  }

  key(event) {
    const options = [...this.list.querySelectorAll('[role="option"]')];
    const at = options.findIndex((o) => o.id === this.input.getAttribute('aria-activedescendant'));
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (this.list.hidden) this.open('');
      else this.point(options.at(event.key === 'ArrowDown' ? (at + 1) % options.length : at <= 0 ? -1 : at - 1));
    } else if (event.key === 'Enter' && !this.list.hidden) {
      event.preventDefault();
      if (options[at] ?? (options.length === 1)) this.choose(options[at] ?? options[0]);
    } else if (event.key === 'Escape' && !this.list.hidden) {
      event.preventDefault();
      this.close();
      this.follow();
    } else if (event.key === 'Tab' && options[at]) {
      this.choose(options[at]);
    }
  }

  point(option) {
    for (const o of this.list.querySelectorAll('[aria-selected="true"]')) o.setAttribute('aria-selected', 'false');
    if (!option) {
      this.input.removeAttribute('aria-activedescendant');
      return;
    }
    option.setAttribute('aria-selected', 'true');
    option.scrollIntoView({ block: 'nearest' });
    this.input.setAttribute('aria-activedescendant', option.id);
  }

  choose(option) {
    this.select.value = option.dataset.value;
    this.close();
    this.follow();
    this.select.dispatchEvent(new Event('change', { bubbles: true }));
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
  }
}

const combos = new WeakMap();

function enhance() {
  for (const place of document.querySelectorAll('[data-combo]')) {
    if (place.firstElementChild) combos.get(place)?.follow();
    else combos.set(place, new Combo(place));
  }
}

function fold(text) { return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase(); }
// The beginning of a SNOMED CT id finds its entry; six digits are the shortest id there is.
function isConcept(option, typed) { return /^\d{6,}$/.test(typed.trim()) && (option.dataset.concept ?? '').startsWith(typed.trim()); }
function starts(option, typed) { return fold(option.text.trim()).startsWith(fold(typed)) ? 1 : 0; }
function line(className, text) { return Object.assign(document.createElement('li'), { className, textContent: text }); }

// The field itself is no answer: when it is left, its own change must not reach the form's triggers.
document.addEventListener('change', (event) => {
  if (event.target.closest?.('.pt-combo')) event.stopImmediatePropagation();
}, { capture: true });
document.addEventListener('htmx:after:swap', enhance);
document.addEventListener('pinktick:drawn', enhance);
enhance();

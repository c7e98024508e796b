interface Likely {
  href: string;
  label: string;
  detail: string;
}

function isLikely(value: unknown): value is Likely {
  return typeof value === 'object' && value !== null && 'href' in value && typeof value.href === 'string' && value.href.startsWith('/people/') && 'label' in value && typeof value.label === 'string' && 'detail' in value && typeof value.detail === 'string';
}

/** Fields of a form that say who somebody is. */
const asked = ['name', 'born', 'postcode', 'phone', 'email', 'address'];
const waiting = new WeakMap<HTMLElement, ReturnType<typeof setTimeout>>();
const asking = new WeakMap<HTMLElement, AbortController>();

function line({ href, label, detail }: Likely): HTMLLIElement {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = href;
  link.target = '_blank';
  link.rel = 'noopener';
  link.textContent = label === '' ? 'Not named' : label;
  const why = document.createElement('small');
  why.textContent = `${detail} Opens in a new tab.`;
  item.append(link, ' ', why);
  return item;
}

function boxIn(part: HTMLElement): HTMLElement {
  const known = part.querySelector<HTMLElement>('.hub-likely');
  if (known !== null) return known;
  const box = document.createElement('div');
  box.className = 'hub-likely';
  box.role = 'status';
  const name = part.querySelector('input[name=name]')?.closest('.govuk-form-group');
  if (name === undefined || name === null) part.prepend(box);
  else name.after(box);
  return box;
}

async function ask(part: HTMLElement, address: string): Promise<void> {
  asking.get(part)?.abort();
  const controller = new AbortController();
  asking.set(part, controller);
  const body = new URLSearchParams();
  for (const name of asked) {
    const field = part.querySelector<HTMLInputElement>(`[name="${name}"]`);
    if (field !== null) body.set(name, field.value);
  }
  try {
    const answer = await fetch(address, { method: 'POST', headers: { accept: 'application/json' }, body, signal: controller.signal });
    const found: unknown = answer.ok ? await answer.json() : [];
    if (controller.signal.aborted) return;
    const people = Array.isArray(found) ? found.filter(isLikely) : [];
    const box = boxIn(part);
    const title = document.createElement('p');
    title.textContent = people.length === 0 ? '' : 'Known already? You can join them after saving.';
    const list = document.createElement('ul');
    list.append(...people.map(line));
    box.replaceChildren(...(people.length === 0 ? [] : [title, list]));
  } catch {
    // Without an answer the page after saving shows the same people.
  }
}

/** While a name is typed, people who may be the same one, with the reason. Forms in a dialog too. */
export function startLikely(): void {
  document.addEventListener('input', (event) => {
    const part = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-likely]') : null;
    const address = part?.dataset.likely;
    if (part === null || address === undefined || !(event.target instanceof HTMLInputElement) || !asked.includes(event.target.name)) return;
    clearTimeout(waiting.get(part));
    waiting.set(part, setTimeout(() => void ask(part, address), 200));
  });
}

interface Found {
  href: string;
  label: string;
  detail?: string;
}

function isFound(value: unknown): value is Found {
  return typeof value === 'object' && value !== null
    && 'href' in value && typeof value.href === 'string'
    && 'label' in value && typeof value.label === 'string';
}

/** Only addresses of this site, whatever the answer says. */
function ownAddress(href: string): string | undefined {
  const url = new URL(href, location.href);
  return url.origin === location.origin ? url.href : undefined;
}

function option(found: Found, place: number): HTMLLIElement {
  const item = document.createElement('li');
  item.id = `found-${place}`;
  item.role = 'option';
  item.ariaSelected = 'false';
  item.dataset.href = found.href;
  item.append(found.label);
  if (found.detail !== undefined && found.detail !== '') {
    const detail = document.createElement('small');
    detail.textContent = found.detail;
    item.append(detail);
  }
  return item;
}

/** The find box as a combobox: results as the person types. Enter without a choice searches as without script. */
class FindBox {
  readonly #input: HTMLInputElement;
  readonly #address: string;
  readonly #list = document.createElement('ul');
  readonly #said = document.createElement('p');
  #chosen = -1;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #asking: AbortController | undefined;

  constructor(input: HTMLInputElement, address: string) {
    this.#input = input;
    this.#address = address;
    this.#list.id = 'found';
    this.#list.role = 'listbox';
    this.#list.ariaLabel = 'Found';
    this.#list.className = 'hub-found';
    this.#list.hidden = true;
    this.#said.className = 'govuk-visually-hidden';
    this.#said.role = 'status';
    input.role = 'combobox';
    input.ariaAutoComplete = 'list';
    input.ariaExpanded = 'false';
    input.setAttribute('aria-controls', 'found');
    input.after(this.#list, this.#said);
    input.addEventListener('input', () => this.#wait());
    input.addEventListener('keydown', (event) => this.#key(event));
    input.addEventListener('blur', () => setTimeout(() => this.#close(), 150));
    this.#list.addEventListener('mousedown', (event) => event.preventDefault());
    this.#list.addEventListener('click', (event) => {
      if (event.target instanceof Element) this.#open(event.target.closest('li'));
    });
  }

  #wait(): void {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => void this.#ask(), 150);
  }

  async #ask(): Promise<void> {
    this.#asking?.abort();
    const query = this.#input.value.trim();
    if (query.length < 2) {
      this.#close();
      return;
    }
    const asking = new AbortController();
    this.#asking = asking;
    try {
      // In the body, not in the address: what is typed is most often somebody's name.
      const answer = await fetch(this.#address, { method: 'POST', headers: { accept: 'application/json' }, body: new URLSearchParams({ q: query }), signal: asking.signal });
      const found: unknown = answer.ok ? await answer.json() : [];
      if (!asking.signal.aborted) this.#show(Array.isArray(found) ? found.filter(isFound).filter(({ href }) => ownAddress(href) !== undefined) : []);
    } catch {
      // Without an answer the box still searches on Enter.
      if (!asking.signal.aborted) this.#close();
    }
  }

  #show(found: readonly Found[]): void {
    this.#list.replaceChildren(...found.map(option));
    this.#choose(-1);
    this.#list.hidden = found.length === 0;
    this.#input.ariaExpanded = String(found.length > 0);
    this.#said.textContent = found.length === 1 ? '1 found' : `${found.length} found`;
  }

  #close(): void {
    this.#list.hidden = true;
    this.#input.ariaExpanded = 'false';
    this.#choose(-1);
  }

  #choose(place: number): void {
    this.#chosen = place;
    [...this.#list.children].forEach((item, at) => {
      item.ariaSelected = String(at === place);
      if (at === place) item.scrollIntoView({ block: 'nearest' });
    });
    if (place < 0) this.#input.removeAttribute('aria-activedescendant');
    else this.#input.setAttribute('aria-activedescendant', `found-${place}`);
  }

  #open(item: Element | null | undefined): boolean {
    const address = item instanceof HTMLElement ? ownAddress(item.dataset.href ?? '') : undefined;
    if (address === undefined) return false;
    location.assign(address);
    return true;
  }

  #key(event: KeyboardEvent): void {
    const count = this.#list.hidden ? 0 : this.#list.children.length;
    if (event.key === 'Escape') {
      if (count > 0) event.preventDefault();
      this.#close();
    } else if (event.key === 'Enter' && this.#chosen >= 0) {
      if (this.#open(this.#list.children[this.#chosen])) event.preventDefault();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && count > 0) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      // One place more than there are items: the box itself, without a choice.
      this.#choose(((this.#chosen + 1 + step + count + 1) % (count + 1)) - 1);
    }
  }
}

export function startFindBox(): void {
  const input = document.querySelector<HTMLInputElement>('[data-find] input[data-typeahead]');
  const address = input?.dataset.typeahead;
  if (input !== null && address !== undefined && address !== '') new FindBox(input, address);
}

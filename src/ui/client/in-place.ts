import { startFields } from './fields.ts';

/** The form of the page behind a link, with its heading; nothing when there is none. */
async function formBehind(address: string): Promise<{ heading: string; form: HTMLFormElement } | undefined> {
  const answer = await fetch(address, { headers: { accept: 'text/html' } });
  // A redirect means another page than the one asked for, such as signing in.
  if (!answer.ok || answer.redirected) return undefined;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const forms = [...page.querySelectorAll<HTMLFormElement>('main form[method=post]')];
  // A page of many forms has the one that was meant at its own address; one without fields is only a button.
  const here = new URL(answer.url).pathname;
  const form = forms.find((one) => new URL(one.getAttribute('action') ?? '', answer.url).pathname === here) ?? forms.find((one) => one.querySelector('input:not([type=hidden]), textarea, select') !== null);
  if (form === undefined) return undefined;
  form.action = new URL(form.getAttribute('action') ?? '', answer.url).href;
  return { heading: page.querySelector('main h1')?.textContent ?? '', form: document.importNode(form, true) };
}

const references = ['for', 'aria-describedby', 'aria-labelledby', 'aria-controls', 'data-aria-controls'] as const;

/** The page below may have fields of the same names: labels and errors must still find those of this form. */
function withOwnIds(form: HTMLFormElement): void {
  const own = (id: string): string => `in-place-${id}`;
  const ids = new Set([...form.querySelectorAll('[id]')].map((part) => part.id));
  for (const part of form.querySelectorAll('*')) {
    if (part.id !== '') part.id = own(part.id);
    for (const name of references) {
      const value = part.getAttribute(name);
      if (value !== null) part.setAttribute(name, value.split(' ').map((id) => (ids.has(id) ? own(id) : id)).join(' '));
    }
  }
}

function dialogWith(heading: string, form: HTMLFormElement): HTMLDialogElement {
  const dialog = document.createElement('dialog');
  dialog.className = 'hub-dialog';
  const shut = document.createElement('button');
  shut.type = 'button';
  shut.className = 'govuk-button govuk-button--secondary hub-dialog__shut';
  shut.textContent = 'Close';
  shut.addEventListener('click', () => dialog.close());
  const title = document.createElement('h2');
  title.id = 'form-in-place';
  title.textContent = heading;
  // A heading inside the form says the same once more.
  form.querySelector('h1')?.replaceWith(...(form.querySelector('h1')?.childNodes ?? []));
  withOwnIds(form);
  // The first field takes the focus, not the button that closes.
  form.querySelector('input:not([type=hidden]), textarea, select')?.setAttribute('autofocus', '');
  dialog.setAttribute('aria-labelledby', title.id);
  dialog.append(shut, title, form);
  dialog.addEventListener('close', () => dialog.remove());
  return dialog;
}

/**
 * Opens the small form behind a link here. It is sent as always: what is wrong is shown on its own page, with what was typed.
 * When anything fails the link simply works.
 */
export function startInPlace(): void {
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || !(event.target instanceof Element)) return;
    const link = event.target.closest<HTMLAnchorElement>('a[data-in-place]');
    if (link === null || new URL(link.href).origin !== location.origin) return;
    event.preventDefault();
    formBehind(link.href).then((found) => {
      if (found === undefined) {
        location.assign(link.href);
        return;
      }
      document.querySelector<HTMLDialogElement>('dialog.hub-dialog[open]')?.close();
      const dialog = dialogWith(found.heading, found.form);
      document.body.append(dialog);
      dialog.showModal();
      startFields(dialog);
    }).catch(() => location.assign(link.href));
  });
}

/** A button that cannot be taken back asks first. */
export function startConfirm(): void {
  document.addEventListener('submit', (event) => {
    const question = event.target instanceof HTMLFormElement ? event.target.dataset.confirm : undefined;
    if (question !== undefined && !window.confirm(question)) event.preventDefault();
  }, { capture: true });
}

/** Choices that choose nothing stay out of the address. */
export function startFilters(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.filter === undefined) return;
    const empty = [...form.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select')].filter((field) => field.value === '' && !field.disabled);
    for (const field of empty) field.disabled = true;
    // The form may come back from the browser's memory: then it works again.
    setTimeout(() => empty.forEach((field) => { field.disabled = false; }), 0);
  });
}

/** A form that changes something is sent once, however often its button is pressed. */
export function guardAgainstSecondSending(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== 'post' || event.defaultPrevented) return;
    if (form.dataset.sent === 'yes') {
      event.preventDefault();
      return;
    }
    form.dataset.sent = 'yes';
  });
  // A page that comes back from the browser's memory may be sent again.
  window.addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll<HTMLFormElement>('form[data-sent]')) delete form.dataset.sent;
  });
}

/** What has just happened is read out first. An error summary takes the focus for itself. */
export function focusFlash(): void {
  if (document.querySelector('.govuk-error-summary') !== null) return;
  document.querySelector<HTMLElement>('[data-flash]')?.focus();
}

function size(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Says which files were chosen, and how large they are. */
export function showChosenFiles(): void {
  for (const input of document.querySelectorAll<HTMLInputElement>('input[type=file]')) {
    const list = document.createElement('ul');
    list.className = 'hub-chosen';
    list.setAttribute('role', 'status');
    input.after(list);
    input.addEventListener('change', () => {
      list.replaceChildren(...[...(input.files ?? [])].map((file) => {
        const item = document.createElement('li');
        item.textContent = `${file.name}, ${size(file.size)}`;
        return item;
      }));
    });
  }
}

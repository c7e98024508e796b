const restBeforeSaving = 1_500;
const betweenLooks = 5_000;

function field(form: HTMLFormElement, name: string): HTMLInputElement | null {
  return form.querySelector<HTMLInputElement>(`input[name="${name}"]`);
}

async function save(form: HTMLFormElement): Promise<void> {
  const says = form.querySelector<HTMLElement>('[data-autosave-state]');
  const body = new URLSearchParams([...new FormData(form)].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
  body.set('autosave', 'yes');
  const answer = await fetch(form.action, { method: 'POST', body }).catch(() => undefined);
  const told: { revision?: number; says?: string } = answer === undefined ? {} : await answer.json().catch(() => ({}));
  const revision = field(form, 'revision');
  if (revision !== null && told.revision !== undefined) revision.value = String(told.revision);
  if (says !== null) says.textContent = told.says ?? 'Not saved. Press the button, or copy your words';
}

/** Minutes save themselves a moment after the last key. Without script the button does. */
export function startAutosave(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-autosave]')) {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let saving = Promise.resolve();
    form.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        saving = saving.then(async () => save(form));
      }, restBeforeSaving);
    });
    form.addEventListener('submit', () => clearTimeout(waiting));
  }
}

/** The projector looks whether what may be shown has changed: somebody came, left, or may no longer see. */
export function startScreen(): void {
  const screen = document.querySelector<HTMLElement>('[data-screen]');
  const address = screen?.dataset['screen'];
  if (screen === null || address === undefined) return;
  const stamp = screen.dataset['stamp'];
  setInterval(() => {
    void fetch(address).then(async (answer) => {
      const now: { stamp?: string } = answer.ok ? await answer.json() : {};
      if (now.stamp !== stamp) location.reload();
    }).catch(() => undefined);
  }, betweenLooks);
}

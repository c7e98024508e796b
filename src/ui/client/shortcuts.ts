function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select'));
}

/** In a list with one item open, the next one opens; in any other list the focus moves. */
function move(step: 1 | -1): void {
  const items = [...document.querySelectorAll<HTMLElement>('[data-list-item]')];
  const focusable = items.map((item) => (item.matches('a') ? item : item.querySelector<HTMLElement>('a'))).filter((item) => item !== null);
  const open = focusable.findIndex((item) => item.getAttribute('aria-current') === 'true');
  const focused = focusable.findIndex((item) => item === document.activeElement);
  const from = open >= 0 ? open : focused;
  const next = focusable[from < 0 ? 0 : from + step];
  if (next === undefined) return;
  if (open >= 0) next.click();
  else next.focus();
}

/** `/` finds, j and k move, and every other key presses the button that carries it. A person may switch all of them off. */
export function startShortcuts(): void {
  if (document.body.dataset.shortcuts === 'off') return;
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector('dialog[open]') !== null) return;
    if (event.key === '/') {
      const box = document.querySelector<HTMLInputElement>('[data-find] input');
      if (box === null) return;
      event.preventDefault();
      box.focus();
      box.select();
    } else if (event.key === 'j') move(1);
    else if (event.key === 'k') move(-1);
    else if (/^[a-z]$/.test(event.key)) document.querySelector<HTMLElement>(`[data-key="${event.key}"]`)?.click();
  });
}

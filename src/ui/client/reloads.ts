/** A page that waits for background work looks again by itself, unless somebody is typing. Without script it has a link. */
export function startReloads(): void {
  const seconds = Number(document.querySelector<HTMLElement>('[data-reload-after]')?.dataset.reloadAfter);
  if (!(seconds > 0)) return;
  setTimeout(() => {
    if (document.activeElement instanceof HTMLInputElement || document.activeElement instanceof HTMLSelectElement) startReloads();
    else location.reload();
  }, seconds * 1000);
}

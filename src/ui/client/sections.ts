/** On a phone the row of sections is wider than the screen: the one that is open stands in its middle. */
export function showOpenSection(): void {
  const row = document.querySelector<HTMLElement>('.hub-nav');
  const open = row?.querySelector<HTMLElement>('[aria-current]');
  if (row && open) {
    row.scrollLeft = open.offsetLeft - row.offsetLeft - (row.clientWidth - open.offsetWidth) / 2;
  }
}

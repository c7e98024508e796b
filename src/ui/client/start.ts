/** A part of govuk-frontend: its root carries `data-module`. */
type Part = new (root: Element | null) => unknown;

/** Tells the sheet that script runs; govuk-frontend starts nothing without it. */
export function markSupported(): void {
  document.body.classList.add('js-enabled', 'govuk-frontend-supported');
}

/** Starts one part wherever the page has it. A part that fails leaves the page as it is without script. */
export function start(name: string, part: Part, scope: ParentNode = document): void {
  for (const root of scope.querySelectorAll(`[data-module="${name}"]`)) {
    try {
      new part(root);
    } catch (error) {
      console.error(error);
    }
  }
}

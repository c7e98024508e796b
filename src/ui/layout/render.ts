import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';

/** A whole HTML document from a page view. */
export function renderDocument(page: VNode): string {
  return `<!doctype html>\n${render(page)}`;
}

/** A piece of a page, for scripts that ask for one. */
export function renderFragment(piece: VNode): string {
  return render(piece);
}

import type { VNode } from 'preact';
import { markupText } from '../markup/jsx-runtime.ts';

/** A whole HTML document from a page view. */
export function renderDocument(page: VNode): string {
  return `<!doctype html>\n${markupText(page)}`;
}

/** A piece of a page, for scripts that ask for one. */
export function renderFragment(piece: VNode): string {
  return markupText(piece);
}

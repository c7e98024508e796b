import fc from 'fast-check';
import { h, Fragment as PreactFragment, type ComponentChild, type VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';

import { Fragment, jsx, jsxs, markupText } from './jsx-runtime.ts';

/* Preact's own renderer says what a tree is as text; the same tree is made of both and compared. */

type Tree = string | number | boolean | null | undefined | readonly Tree[] | { readonly name: string; readonly attributes: Readonly<Record<string, string | number | boolean | null | undefined>>; readonly children: readonly Tree[] };

function isElement(tree: Tree): tree is Extract<Tree, { readonly name: string }> {
  return typeof tree === 'object' && tree !== null && 'name' in tree;
}

function ours(tree: Tree): unknown {
  if (!isElement(tree)) {
    return Array.isArray(tree) ? tree.map(ours) : tree;
  }
  const children = tree.children.map(ours);
  const type = tree.name === '' ? Fragment : tree.name;
  return children.length === 0 ? jsx(type, { ...tree.attributes }) : children.length === 1 ? jsx(type, { ...tree.attributes, children: children[0] }) : jsxs(type, { ...tree.attributes, children });
}

function theirs(tree: Tree): ComponentChild {
  if (!isElement(tree)) {
    return Array.isArray(tree) ? (h(PreactFragment, null, ...tree.map(theirs)) as VNode) : (tree as ComponentChild);
  }
  const children = tree.children.map(theirs);
  return tree.name === '' ? h(PreactFragment, null, ...children) : h(tree.name, { ...tree.attributes }, ...children);
}

const text = (drawn: unknown): string => markupText(drawn as VNode);

const words = fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom('', '<b>', '"quoted" & <more>', "it's", '&amp;', 'caf\u00e9 \u2013 \u2019', '\u{1f600}'));
const attributes = fc.dictionary(
  fc.constantFrom('class', 'id', 'href', 'aria-hidden', 'aria-label', 'data-look-again', 'hidden', 'spellcheck', 'draggable', 'open', 'checked', 'disabled', 'value', 'viewBox', 'colspan', 'for', 'lang', 'selected', 'stroke-width', 'xmlns'),
  fc.oneof(words, fc.integer(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null), fc.constant(undefined)), { maxKeys: 5, noNullPrototype: true });
const tree = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof({ maxDepth: 5, depthSize: 'medium' }, words, fc.integer(), fc.constantFrom<Tree>(true, false, null, undefined, 0),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.record({ name: fc.constantFrom('div', 'p', 'span', 'a', 'ul', 'table', 'td', 'title', 'svg', 'path', 'label', 'button', ''), attributes, children: fc.array(tie('tree'), { maxLength: 4 }) }),
    fc.record({ name: fc.constantFrom('br', 'img', 'input', 'hr', 'meta', 'link'), attributes, children: fc.constant([]) })),
})).tree;

describe('markup', () => {
  test('every tree becomes the text that Preact makes of it', () => {
    fc.assert(fc.property(tree, (one) => {
      expect(text(ours({ name: 'main', attributes: {}, children: [one] }))).toBe(render(theirs({ name: 'main', attributes: {}, children: [one] }) as VNode));
    }), { numRuns: 2_000 });
  });

  test('a component is called with what it is given, and its words are escaped', () => {
    const Said = ({ children, by }: { children?: unknown; by?: unknown }): unknown => [by, ': ', children];
    expect(text(jsx('q', { children: jsx(Said, { by: '<Ada>', children: jsx('b', { children: 'a & b' }) }) }))).toBe('<q>&lt;Ada>: <b>a &amp; b</b></q>');
    expect(text('<b>')).toBe('&lt;b>');
  });

  test.each<[string, () => unknown]>([
    ['an object that looks like markup', () => jsx('p', { children: { html: '<script>' } })],
    ['an object as an attribute', () => jsx('p', { title: { toString: () => '" onload="' } })],
    ['a name with more in it', () => jsx('p', { 'x onload=alert(1) y': '1' })],
    ['an element with more in its name', () => jsx('p onload=x', {})],
    ['HTML given as such', () => jsx('p', { dangerouslySetInnerHTML: { __html: '<b>' } })],
    ['the value of a list to choose from', () => jsx('select', { value: 'a' })],
    ['a class under its name in the browser', () => jsx('p', { className: 'a' })],
  ])('%s is refused', (_, draw) => {
    expect(draw).toThrow(TypeError);
  });

  test('functions are not written', () => {
    expect(text(jsx('button', { onClick: () => undefined, children: ['Go', () => 'x'] }))).toBe('<button>Go</button>');
  });
});

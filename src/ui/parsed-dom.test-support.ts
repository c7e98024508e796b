import { HTMLElement, type Node, NodeType, parse } from 'node-html-parser';

/** An element as tests compare it: attributes in no order, white space made even. */
export interface ParsedElement {
  tag: string;
  attributes: Readonly<Record<string, string>>;
  children: readonly (ParsedElement | string)[];
}

function evenText(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function attributesOf(element: HTMLElement): Record<string, string> {
  return Object.fromEntries(Object.entries(element.attributes).map(([name, value]) => [name.toLowerCase(), evenText(value)]));
}

/** Neighbouring words are one text, and `<raw-html>` (the test's way to put HTML in) is looked through. */
function childrenOf(nodes: readonly Node[]): (ParsedElement | string)[] {
  const children: (ParsedElement | string)[] = [];
  let words = '';
  const endWords = (): void => {
    const text = evenText(words);
    if (text !== '') children.push(text);
    words = '';
  };
  const visit = (node: Node): void => {
    if (node instanceof HTMLElement) {
      if (node.rawTagName === 'raw-html') {
        node.childNodes.forEach(visit);
        return;
      }
      endWords();
      children.push({ tag: node.rawTagName.toLowerCase(), attributes: attributesOf(node), children: childrenOf(node.childNodes) });
    } else if (node.nodeType === NodeType.TEXT_NODE) words += node.text;
  };
  nodes.forEach(visit);
  endWords();
  return children;
}

/** The DOM of some HTML as plain data, for comparing in tests. */
export function parsedDom(html: string): readonly (ParsedElement | string)[] {
  return childrenOf(parse(html, { blockTextElements: { pre: true, textarea: true } }).childNodes);
}

import type { JSX as PreactJSX } from 'preact';

/*
 * What JSX becomes on the server: text, at once. Pages are drawn once and sent, so there is no tree to keep, to compare or to walk a second
 * time (docs/decisions/0022). The types are Preact's, and its renderer is what the tests compare with.
 */

export type { JSX } from 'preact';

/** Text that is markup already. Made here alone: whatever else stands in a page is words and is escaped. */
class Markup {
  readonly html: string;

  constructor(html: string) {
    this.html = html;
  }
}

type Props = Readonly<Record<string, unknown>>;
type Component = (props: Props) => unknown;

const toEscape = /["&<]/;
const everyToEscape = /["&<]/g;
const escapes: Readonly<Record<string, string>> = { '"': '&quot;', '&': '&amp;', '<': '&lt;' };

function escaped(text: string): string {
  return toEscape.test(text) ? text.replace(everyToEscape, (sign) => escapes[sign] ?? sign) : text;
}

/** Any child as text: words escaped, markup as it is, lists in order; nothing for null, undefined, true, false and functions. */
function written(child: unknown): string {
  if (child instanceof Markup) {
    return child.html;
  }
  switch (typeof child) {
    case 'string':
      return escaped(child);
    case 'number':
    case 'bigint':
      return String(child);
    case 'object':
      if (Array.isArray(child)) {
        let all = '';
        for (const one of child) {
          all += written(one);
        }
        return all;
      }
      if (child !== null) {
        throw new TypeError('an object stands in a page where words or markup are expected');
      }
      return '';
    default:
      return '';
  }
}

const goodName = /^[A-Za-z_][\w:.-]*$/;
const knownNames = new Set<string>();
const mostNames = 2_000;

/** Names come from the code, and from attributes that a view passes on. */
function checkedName(name: string): string {
  if (!knownNames.has(name)) {
    if (!goodName.test(name)) {
      throw new TypeError('not a name of an element or attribute');
    }
    if (knownNames.size < mostNames) {
      knownNames.add(name);
    }
  }
  return name;
}

const hyphen = 45;
/** Here false says something else than nothing. */
const inWords = new Set(['draggable', 'spellcheck']);

/** ' name="value"'; nothing for null, undefined, false and functions. `aria-`, `data-` and a few more write true and false as words. */
function attribute(name: string, value: unknown): string {
  const words = typeof value === 'boolean' && (name.charCodeAt(4) === hyphen || inWords.has(name)) ? String(value) : value;
  switch (typeof words) {
    case 'string':
      return words === '' ? ` ${checkedName(name)}` : ` ${checkedName(name)}="${escaped(words)}"`;
    case 'number':
    case 'bigint':
      return ` ${checkedName(name)}="${String(words)}"`;
    case 'boolean':
      return words ? ` ${checkedName(name)}` : '';
    case 'object':
      if (words !== null) {
        throw new TypeError(`the attribute ${name} is an object`);
      }
      return '';
    default:
      return '';
  }
}

const withoutEnd = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr']);
/** What Preact writes in another way than under its own name; nothing of the hub uses it. */
const notTaken = new Set(['className', 'htmlFor', 'dangerouslySetInnerHTML', 'style', 'defaultValue', 'defaultChecked', 'ref']);

function element(name: string, props: Props): Markup {
  let start = `<${checkedName(name)}`;
  let inside = '';
  for (const key in props) {
    const value = props[key];
    if (key === 'children') {
      inside = written(value);
    } else if (notTaken.has(key) || (key === 'value' && (name === 'select' || name === 'textarea'))) {
      throw new TypeError(`${key} of <${name}> is not written here`);
    } else {
      start += attribute(key, value);
    }
  }
  return new Markup(inside === '' && withoutEnd.has(name) ? `${start}/>` : `${start}>${inside}</${name}>`);
}

/** An element becomes its text; a component is called. The key is the browser's business. */
export function jsx(type: string | Component, props: Props): unknown {
  return typeof type === 'string' ? element(type, props) : type(props);
}

export { jsx as jsxs, jsx as jsxDEV };

export function Fragment({ children }: Props): unknown {
  return children;
}

/** The text of what JSX made. */
export function markupText(drawn: PreactJSX.Element): string {
  return written(drawn);
}

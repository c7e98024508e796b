import { z } from 'zod';

import { staffPage } from '../frame/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { json, page, route, seeOther, type Route, type Sent } from '../platform/http/index.ts';
import { referenceHref, typeahead } from './links.ts';
import { SearchPage } from './pages/search-page.tsx';
import { find, type Found } from './queries.ts';
import { readWanted, type Wanted } from './wanted.ts';

// Sent as a form, not in the address: what is looked for is most often somebody's name.
const searchForm = z.object({ q: z.string().default('').catch('') });
const mostTyping = 8;
const mostShown = 30;

function counted(found: Found): number {
  return found.drivers.length + found.references.length + found.people.length + found.cases.length;
}

interface Looked {
  readonly wanted: Wanted;
  /** Nothing was looked for when too little was typed. */
  readonly found: Found | undefined;
}

/** Looks for what was typed. It is asked ahead: somebody waits for it at every letter. */
async function look(tx: Transaction, form: Sent<z.output<typeof searchForm>>, most: number): Promise<Looked> {
  const wanted = readWanted(form.ok ? form.value.q : '');
  return { wanted, found: wanted.words.length < 2 ? undefined : await find(tx, wanted, most) };
}

const empty = route({
  method: 'GET', path: '/search', admits: 'read_cases', audit: { none: 'an empty form' },
  handle: async (visit) => page(await staffPage(visit, { title: 'Find', children: <SearchPage words="" found={undefined} most={mostShown} /> })),
});

const search = route({
  method: 'POST', path: '/search', admits: 'read_cases', body: searchForm, audit: { event: 'search', reads: true },
  ahead: async (tx, _, form) => look(tx, form, mostShown),
  handle: async (visit) => {
    const { wanted, found } = visit.ahead;
    // What was typed may be a name: the trail keeps how much was found, not the words.
    visit.about({ kind: 'search', id: visit.actor.accountId, detail: { found: found === undefined ? 0 : counted(found), letters: wanted.words.length } });
    const only = found?.references[0];
    if (only !== undefined && found !== undefined && counted(found) === 1 && only.reference === wanted.reference) {
      return seeOther(referenceHref(only));
    }
    return page(await staffPage(visit, { title: wanted.words === '' ? 'Find' : `Find: ${wanted.words}`, query: wanted.words, children: <SearchPage words={wanted.words} found={found} most={mostShown} /> }));
  },
});

const typing = route({
  method: 'POST', path: '/search/typing', admits: 'read_cases', body: searchForm, audit: { event: 'search.typing', reads: true },
  ahead: async (tx, _, form) => look(tx, form, mostTyping),
  handle: async (visit) => {
    const { wanted, found } = visit.ahead;
    const answers = found === undefined ? [] : typeahead(found, mostTyping);
    visit.about({ kind: 'search', id: visit.actor.accountId, detail: { found: answers.length, letters: wanted.words.length } });
    return json(answers);
  },
});

export const routes: readonly Route[] = [empty, search, typing];

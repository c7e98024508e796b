import { z } from 'zod';

import { staffPage } from '../frame/index.ts';
import { json, page, route, seeOther, type Route } from '../platform/http/index.ts';
import { referenceHref, typeahead } from './links.ts';
import { SearchPage } from './pages/search-page.tsx';
import { find, type Found } from './queries.ts';
import { readWanted } from './wanted.ts';

const searchQuery = z.object({ q: z.string().default('').catch('') });
const mostTyping = 8;
const mostShown = 30;

function counted(found: Found): number {
  return found.references.length + found.people.length + found.cases.length;
}

const search = route({
  method: 'GET', path: '/search', admits: 'read_cases', query: searchQuery, audit: { event: 'search' },
  handle: async (visit) => {
    const wanted = readWanted(visit.query.q);
    const found = wanted.words.length < 2 ? undefined : await find(visit.tx, wanted, mostShown);
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
  method: 'GET', path: '/search/typing', admits: 'read_cases', query: searchQuery, audit: { event: 'search.typing' },
  handle: async (visit) => {
    const wanted = readWanted(visit.query.q);
    const answers = wanted.words.length < 2 ? [] : typeahead(await find(visit.tx, wanted, mostTyping), mostTyping);
    visit.about({ kind: 'search', id: visit.actor.accountId, detail: { found: answers.length, letters: wanted.words.length } });
    return json(answers);
  },
});

export const routes: readonly Route[] = [search, typing];

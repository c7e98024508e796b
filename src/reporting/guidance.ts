import { isRestricted } from './rules.ts';
import type { ReportCategory } from './reference-data.ts';

/** What people often report and we can act on. */
export const usuallyAsb: readonly string[] = [
  'noise that goes on, or comes again and again', 'threats, abuse, shouting at people', 'groups that frighten others', 'damage, fires, graffiti', 'drug dealing or use, needles left behind',
  'fly-tipping, abandoned cars', 'off-road bikes, dangerous driving', 'animals out of control', 'hate, because of who someone is',
];

/** What the law usually does not call antisocial behaviour. Nobody is refused for it. */
export const usuallyNot: readonly string[] = ['a baby crying', 'children playing', 'ordinary sounds of living', 'cooking smells', 'parking disputes', 'neighbours who live differently'];

export interface Guidance {
  readonly lead: string;
  readonly words: string;
  readonly phone?: { readonly number: string; readonly says: string };
}

/** What someone should know before going on, for kinds of report where the wrong next step can do harm. */
export function guidanceFor(category: ReportCategory | undefined): Guidance | undefined {
  if (category === undefined) {
    return undefined;
  }
  if (isRestricted(category)) {
    return {
      lead: 'Only one specialist team will see this.',
      words: 'It is not shown to anyone else, it is on no map, and we write to you without our name. If someone at home may look at this phone, use “Exit this page” and ring when you are alone. To talk to someone free and in private, at any hour, ring the National Domestic Abuse Helpline:',
      phone: { number: '0808 2000 247', says: 'day and night' },
    };
  }
  if (/hate/.test(category.code)) {
    return { lead: 'You decide whether it was hate.', words: 'If you think it happened because of who you are, we record it that way. You do not have to prove it.' };
  }
  if (/drug|exploit|cuckoo|county/.test(category.code)) {
    return {
      lead: 'Do not watch them or take photos from close by.', words: 'Tell us only what you already know. If you would rather tell nobody who you are, Crimestoppers never ask and cannot trace you:',
      phone: { number: '0800 555 111', says: 'day and night' },
    };
  }
  return category.sensitive ? { lead: 'We treat this with care.', words: 'Reports of this kind are on no map and in no list that neighbours see.' } : undefined;
}

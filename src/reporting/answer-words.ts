import type { Temporal } from 'temporal-polyfill';

import { dayWords } from '../platform/calendar/index.ts';
import type { affectedPeople, frequencies, routesOffered, StepValues, strands, vulnerabilities } from './steps.ts';

/** Every answer that is chosen from a list, as it is read: in the form, on the check page and by the officer. */
export const dangerWords: Readonly<Record<StepValues['danger']['danger'], string>> = {
  yes: 'Yes, someone is in danger', now: 'It is happening now, but nobody is in danger', no: 'No',
};

export const harmWords: Readonly<Record<StepValues['what']['harm'], string>> = {
  hurt: 'Yes, someone was hurt', threatened: 'Yes, someone was threatened', no: 'No',
};

export const hateWords: Readonly<Record<StepValues['what']['hate'], string>> = { yes: 'Yes', no: 'No', unsure: 'I am not sure' };

export const strandWords: Readonly<Record<(typeof strands)[number], string>> = {
  race: 'Race, colour or where someone comes from', religion: 'Religion or belief', disability: 'Disability', orientation: 'Sexual orientation',
  transgender: 'Being transgender', other: 'Something else about someone',
};

export const frequencyWords: Readonly<Record<(typeof frequencies)[number], string>> = {
  once: 'Only this once', few: 'A few times', weekly: 'Every week or most weekends', 'most-days': 'Most days', 'every-day': 'Every day', unsure: 'I am not sure',
};

export const impactWords: Readonly<Record<StepValues['impact']['impact'], string>> = { lot: 'A lot', some: 'Quite a bit', little: 'A little' };

export const affectedWords: Readonly<Record<(typeof affectedPeople)[number], string>> = {
  me: 'Me', household: 'People I live with', child: 'A child', neighbours: 'Neighbours', 'someone-else': 'Someone I am reporting for', public: 'Anyone who uses the place',
};

export const vulnerableWords: Readonly<Record<(typeof vulnerabilities)[number], string>> = {
  child: 'Is under 18', health: 'Has an illness or a disability', mental: 'Has a mental health condition', older: 'Is older or frail', pregnant: 'Is pregnant',
  alone: 'Has nobody to turn to', afraid: 'Is afraid at home or to go out',
};

export const routeWords: Readonly<Record<(typeof routesOffered)[number], string>> = {
  text: 'Text message', email: 'E-mail', phone: 'Phone call', letter: 'Letter', link: 'Only on my private page. Send me nothing',
};

/** For the middle of a sentence: "People I live with" keeps its I. */
export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** "Friday 6 November, about 10pm" */
export function happenedWords(value: Pick<StepValues['when'], 'when' | 'roughly' | 'time' | 'happenedOn'>, today: Temporal.PlainDate): string {
  const day = value.when === 'roughly' || value.happenedOn === undefined ? value.roughly : dayWords(value.happenedOn, today);
  return [day, value.time].filter((part) => part !== '').join(', ');
}

/** "Most days, since September" */
export function oftenWords(value: Pick<StepValues['when'], 'frequency' | 'since'>): string {
  const often = frequencyWords[value.frequency];
  if (value.since === '') {
    return often;
  }
  return /^(since|for|from)\b/i.test(value.since) ? `${often}, ${value.since.charAt(0).toLowerCase()}${value.since.slice(1)}` : `${often}, since ${value.since}`;
}

import { parse } from 'node-html-parser';
import type { VNode } from 'preact';
import { renderFragment as render } from '../layout/render.ts';
import { describe, expect, test } from 'vitest';
import { ActionButton } from './action.tsx';
import { AddBox, CaseHead, Pairs, PeopleList } from './case.tsx';
import { DaysStrip, SilenceClock, SilenceList } from './days.tsx';
import { Doors } from './doors.tsx';
import { Figure } from './figure.tsx';
import { FormPage } from './form-page.tsx';
import { HeardReceipt } from './heard.tsx';
import { Holder } from './holder.tsx';
import { Chips, FilterBar, PageTabs, PickList } from './lists.tsx';
import { Agenda, Passage } from './meeting.tsx';
import { Cells, Priority, Stats } from './numbers.tsx';
import { Section } from './page.tsx';
import { PromiseCard } from './promise.tsx';
import { AnswerList, Steps } from './report.tsx';
import { Band, Empty, Warn } from './states.tsx';
import { DataTable } from './table.tsx';
import { Thread } from './thread.tsx';
import { Timeline } from './timeline.tsx';
import { Counts, WorkGroup, WorkRow } from './work.tsx';

function parsed(view: VNode) {
  return parse(render(view));
}

/** The words that a screen reader gets: nothing that is hidden from it. */
function heard(view: VNode): string {
  const document = parsed(view);
  for (const drawing of document.querySelectorAll('[aria-hidden=true]')) drawing.remove();
  return document.text.replace(/\s+/g, ' ').trim();
}

describe('time', () => {
  test('each day is one cell with its state, and the whole is hidden from screen readers', () => {
    const strip = parsed(<DaysStrip days={[{ state: 'told', label: 'Told' }, { state: 'gone', rest: true }, { state: 'today', align: 'middle' }, { state: 'missed' }, { state: 'ahead' }, { state: 'due', align: 'end' }]} />);
    const cells = strip.querySelectorAll('.hub-days > span');
    expect(cells.map((cell) => cell.getAttribute('class'))).toEqual(['on', 'r gone', 'now mid', 'due miss', undefined, 'due end']);
    expect(strip.querySelector('.hub-days')?.getAttribute('aria-hidden')).toBe('true');
    expect(cells[0]?.text).toBe('Told');
  });

  test('the clock says in words what it draws', () => {
    expect(heard(<SilenceClock say="We last told you something new 6 days ago." days={[{ state: 'told', label: 'Told' }]} note="Short bars are the weekend." />))
      .toBe('We last told you something new 6 days ago.Short bars are the weekend.');
    expect(heard(<SilenceList rows={[{ href: '/c', reference: 'HC-1', words: '8 days, 1 late', late: true, days: [] }]} />)).toBe('HC-18 days, 1 late');
  });

  test.each([
    ['late', 'Late', 'hub-leaf--late'], ['due', 'Due', null], ['kept', 'Kept', 'hub-leaf--kept'], ['stopped', 'Stopped', 'hub-leaf--kept'],
  ] as const)('a %s promise says so in words', (state, word, leaf) => {
    const view = <PromiseCard state={state} date={{ weekday: 'Wed', day: '25', month: 'Nov', was: '16' }} what="We will ring you." apology={{ lead: 'We are sorry.', rest: 'The tape is lost.' }} />;
    expect(heard(view)).toBe(`${word}. We will ring you.We are sorry. The tape is lost.`);
    expect(parsed(view).querySelector('.hub-leaf del')?.text).toBe('16');
    if (leaf !== null) expect(parsed(view).querySelector(`.${leaf}`)).not.toBeNull();
  });

  test('a kept promise can be kept late', () => {
    expect(heard(<PromiseCard state="kept" word="Kept late" date={{ weekday: 'Wed', day: '25' }} what="We rang." />)).toBe('Kept late. We rang.');
  });
});

describe('what was said', () => {
  test('the receipt keeps their words exactly', () => {
    const words = '“its ALWAYS at nite & i cant sleep <3”';
    const receipt = parsed(<HeardReceipt theirWords={[words]} understood={['Noise at night.']} wants="Quiet" />);
    expect(receipt.querySelector('blockquote')?.text).toBe(words);
    expect(receipt.querySelectorAll('li').map((item) => item.text)).toEqual(['Noise at night.']);
  });

  test('who has it shows a number that can be rung', () => {
    expect(parsed(<Holder name="Priya Nair" team="Council" phone="01632 960142" />).querySelector('a')?.getAttribute('href')).toBe('tel:01632960142');
  });

  test('an automatic message looks automatic', () => {
    const thread = parsed(<Thread messages={[{ kind: 'mine', from: 'You', when: 'Monday', at: '2026-11-23', body: 'Hello\nagain' }, { kind: 'automatic', body: 'A reminder' }]} />);
    expect(thread.querySelectorAll('li').map((item) => item.getAttribute('class'))).toEqual(['me', 'auto']);
    expect(thread.querySelector('time')?.getAttribute('datetime')).toBe('2026-11-23');
    expect(thread.querySelector('.hub-typed')?.text).toBe('Hello\nagain');
  });

  test('the timeline marks what the victim learned and what was missed', () => {
    const line = parsed(<Timeline entries={[{ when: 'Mon', body: 'a' }, { when: 'Tue', at: '2026-11-24', kind: 'told', body: 'b', meta: 'by Priya' }, { when: 'Wed', kind: 'missed', body: 'c' }]} />);
    expect(line.querySelectorAll('li').map((item) => item.getAttribute('class'))).toEqual([undefined, 'told', 'bad']);
  });
});

describe('forms', () => {
  const errors = [{ href: '#where', text: 'Say where' }, { href: '#when', text: 'Say when' }];

  test('a page with errors says how many, links to each field, and keeps its hidden fields', () => {
    const page = parsed(<FormPage heading="Where?" errors={errors} action="/report" hidden={{ token: 'abc' }} files><input id="where" /></FormPage>);
    expect(page.querySelector('.govuk-error-summary__title')?.text).toBe('Two things to put right');
    expect(page.querySelectorAll('.govuk-error-summary a').map((link) => link.getAttribute('href'))).toEqual(['#where', '#when']);
    expect(page.querySelector('form')?.getAttribute('enctype')).toBe('multipart/form-data');
    expect(page.querySelector('form')?.getAttribute('method')).toBe('post');
    expect(page.querySelector('input[type=hidden]')?.getAttribute('value')).toBe('abc');
  });

  test('a page without errors has no error box', () => {
    expect(parsed(<FormPage action="/report" errors={[]} />).querySelector('.govuk-error-summary')).toBeNull();
  });

  test('an action that changes something is a form, one that leads on is a link', () => {
    expect(parsed(<ActionButton label="Nudge" post="/nudge" hidden={{ id: '1' }} confirm="Sure?" />).querySelector('form[data-confirm]')?.getAttribute('action')).toBe('/nudge');
    const link = parsed(<ActionButton label="Share" href="/share" inPlace shortcut="s" />).querySelector('a');
    expect([link?.getAttribute('href'), link?.getAttribute('data-key'), link?.hasAttribute('data-in-place')]).toEqual(['/share', 's', true]);
  });

  test('steps and answers are said in words', () => {
    expect(heard(<Steps now={3} of={7} left="about 3 minutes left" />)).toBe('Step 3 of 7 · about 3 minutes left');
    expect(parsed(<Steps now={3} of={7} />).querySelectorAll('.hub-steps span').map((step) => step.getAttribute('class'))).toEqual(['done', 'done', 'now', undefined, undefined, undefined, undefined]);
    expect(heard(<AnswerList answers={[{ question: 'What happened', answer: 'Noise', changeHref: '/2' }]} />)).toBe('What happenedNoiseChange what happened');
  });

  test('a box to add to a record posts to its address', () => {
    expect(parsed(<AddBox action="/notes" submit="Add"><textarea name="note" /></AddBox>).querySelector('form')?.getAttribute('action')).toBe('/notes');
  });
});

describe('lists', () => {
  test('a row of work says why it is here and offers one thing to do', () => {
    const row = parsed(<WorkRow when="1 day late" late title="Ring back" href="/c" risk="high" why="Promised." stop="No voicemail" action={{ label: 'Ring', href: '/ring' }} />);
    expect(row.querySelector('.hub-row__why')?.text).toBe('High riskPromised. No voicemail');
    expect(row.querySelectorAll('.govuk-button')).toHaveLength(1);
    expect(row.querySelector('.govuk-button')?.getAttribute('class')).toBe('govuk-button');
  });

  test('an empty group says what would appear', () => {
    expect(parsed(<WorkGroup id="late" title="Late" count={0} rows={[]} empty={<Empty lead="Nothing is late." />} />).querySelector('.hub-empty')?.text).toBe('Nothing is late.');
  });

  test('totals link to their lists', () => {
    expect(parsed(<Counts label="Your work" items={[{ href: '#late', count: 2, label: 'late', late: true }]} />).querySelector('nav a')?.getAttribute('href')).toBe('#late');
  });

  test('the current tab, chip and item are marked for screen readers', () => {
    const links = [{ href: '/a', label: 'A', count: 3, current: true }, { href: '/b', label: 'B' }];
    expect(parsed(<PageTabs label="Parts" links={links} />).querySelectorAll('[aria-current=page]')).toHaveLength(1);
    expect(parsed(<Chips label="Show" links={links} />).querySelectorAll('[aria-current=true]')).toHaveLength(1);
    expect(parsed(<PickList label="Reports" items={[{ href: '/1', title: 'One', current: true }, { href: '/2', title: 'Two' }]} />).querySelectorAll('[aria-current=true]')).toHaveLength(1);
  });

  test('filters keep their choice, have labels, and go into the address', () => {
    const bar = parsed(<FilterBar action="/cases" fields={[{ kind: 'select', name: 'area', label: 'Area', value: 'stow', options: [{ value: '', label: 'All' }, { value: 'stow', label: 'The Stow' }] }, { kind: 'date', name: 'from', label: 'From', value: '2026-11-01' }]} />);
    expect(bar.querySelector('form')?.getAttribute('method')).toBe('get');
    expect(bar.querySelector('option[selected]')?.text).toBe('The Stow');
    expect(bar.querySelector('input')?.getAttribute('type')).toBe('date');
    expect(bar.querySelectorAll('label').map((label) => label.getAttribute('for'))).toEqual(['filter-area', 'filter-from']);
  });

  test('a table names its rows and can be scrolled by keyboard', () => {
    const table = parsed(<DataTable label="Tasks" columns={[{ label: 'Task' }, { label: 'Count', numeric: true }]} rows={[['Ring', 3]]} />);
    expect(table.querySelector('[role=region]')?.getAttribute('tabindex')).toBe('0');
    expect(table.querySelector('tbody th')?.getAttribute('scope')).toBe('row');
    expect(table.querySelector('tbody td')?.getAttribute('class')).toBe('n');
    expect(parsed(<DataTable label="Tasks" headerColumn={null} columns={[{ label: 'Task' }]} rows={[['Ring']]} />).querySelector('tbody th')).toBeNull();
  });
});

describe('numbers and states', () => {
  test.each([['none', 'Risk not yet looked at'], ['standard', 'Standard risk'], ['medium', 'Medium risk'], ['high', 'High risk']] as const)('the band %s has its word', (level, word) => {
    expect(heard(<Band level={level} />)).toBe(word);
  });

  test('one cell for each promise, and the count in words', () => {
    expect(parsed(<Cells kept={2} late={1} open={3} />).querySelectorAll('i').map((cell) => cell.getAttribute('class'))).toEqual(['k', 'k', 'x', 'o', 'o', 'o']);
    expect(heard(<Priority id="p" title="Noise" cells={{ kept: 2, late: 1, open: 3 }} late={[{ what: 'night line', why: 'No officer.', newDate: '1 May' }]} />))
      .toBe('Noise2 kept, 1 late, 3 not yet dueLate: night line. No officer. New date: 1 May.');
  });

  test('a number says what it was', () => {
    expect(heard(<Stats items={[{ term: 'Reports', value: 14, was: 'October. 6 in May' }]} />)).toBe('Reports14October. 6 in May');
  });

  test('a warning is words, with its sign hidden', () => {
    expect(heard(<Warn lead="Text first.">Never ring.</Warn>)).toBe('Text first. Never ring.');
    expect(parsed(<Warn kind="danger" lead="Threat." />).querySelector('.hub-warn--danger')).not.toBeNull();
  });

  test('a picture has its finding, its source and its table', () => {
    const figure = parsed(<Figure title="It peaks on Fridays" source="Safer Hub" table={{ columns: [{ label: 'Day' }], rows: [['Fri']] }}><svg role="img"><title>x</title></svg></Figure>);
    expect(figure.querySelector('h3')?.text).toBe('It peaks on Fridays');
    expect(figure.querySelector('figcaption')?.text).toBe('Safer Hub');
    expect(figure.querySelector('details table')).not.toBeNull();
  });
});

describe('pages', () => {
  test('doors are links with a heading, a picture that is hidden, and a fact', () => {
    const doors = parsed(<Doors label="Start here" doors={[{ href: '/report', title: 'Report', says: 'Noise.', picture: { kind: 'weeks', gone: 2, left: 3 }, fact: '4 minutes' }, { href: '/track', title: 'Track', says: 'See.' }]} />);
    expect(doors.querySelectorAll('a').map((door) => door.getAttribute('class'))).toEqual(['hub-door hub-door--first', 'hub-door']);
    expect(doors.querySelectorAll('.hub-weeks i').map((day) => day.getAttribute('class'))).toEqual(['g', 'g', 'now', undefined, undefined, undefined]);
  });

  test('a case says its clock and warnings before all else', () => {
    const view = <CaseHead reference="HC-1" opened="opened Tue" title="Threats" actions={[]} facts={[{ term: 'Owner', value: 'Priya' }]} clock={{ say: 'Silent 6 days', days: [] }} warnings={<Warn lead="Text first." />} />;
    expect(heard(view)).toBe('HC-1 · opened TueThreatsOwnerPriyaSilent 6 daysText first.');
  });

  test('lists of people, facts and parts carry their words', () => {
    expect(heard(<PeopleList people={[{ name: 'Amara O.', href: '/p', role: 'Victim', note: 'Repeat' }]} />)).toBe('Amara O. VictimRepeat');
    expect(heard(<Pairs pairs={[{ term: 'Where', value: 'The Stow' }]} />)).toBe('WhereThe Stow');
    expect(heard(<Section id="x" title="Tasks" note="4" link={{ href: '/t', label: 'Add' }}>body</Section>)).toBe('Tasks4Addbody');
  });

  test('an agenda marks where the meeting is, a passage what is being answered', () => {
    expect(parsed(<Agenda items={[{ number: 1, title: 'Actions', minutes: 10, state: 'done' }, { number: 2, title: 'Stow', minutes: 5, state: 'now' }]} />).querySelector('[aria-current=step]')?.text).toBe('2 Stow5');
    expect(heard(<Passage id="p" title="Draft" parts={[{ number: '3.1', text: 'Light.', commentHref: '/c' }]} />)).toBe('Draft3.1Light. Comment on 3.1');
  });
});

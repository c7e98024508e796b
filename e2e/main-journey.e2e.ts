import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { desk, Devices, openBrowser, phoneWithoutScripts, sees, seesNot, signIn, type Screen } from './browser.ts';
import { Town } from './database.ts';
import * as officer from './officer.ts';
import * as resident from './resident.ts';

interface Story {
  readonly screen: Screen;
  readonly telling: resident.Telling;
  readonly byList: boolean;
}

const stories: readonly (readonly [string, Story])[] = [
  ['on a desk', {
    screen: desk, byList: false,
    telling: { words: 'They shout on the landing every weekend and one of them said he will get me.', kind: 'Threats, harassment or intimidation', street: 'Altham Grove', neighbourhood: 'The Stow', mobile: '07700 900611', email: 'journey.desk@example.org', name: 'Marisol Quennell' },
  }],
  ['on a phone, without scripts', {
    screen: phoneWithoutScripts, byList: true,
    telling: { words: 'Loud music all night, and the man from upstairs threatened my mum.', kind: 'Threats, harassment or intimidation', street: 'Appleton Close', neighbourhood: 'Hare Street', mobile: '07700 900612', email: 'journey.phone@example.org', name: 'Ferran Oduya' },
  }],
];

const footage: officer.Line = { what: 'get the camera footage of the landing', who: 'Priya Nair, Harlow Council', days: 4 };
const ring: officer.Line = { what: 'ring you and hear the whole story', who: 'Priya Nair, Harlow Council', days: 2 };
const walks: officer.Line = { what: 'walk past your door on Friday evening', who: 'Wardens, Harlow Council', days: 8 };

describe.each(stories)('A report is heard, decided, acted on and closed, %s', (_, { screen, telling, byList }) => {
  let browser: Browser;
  let devices: Devices;
  let town: Town;
  let own: Page;
  let priya: Page;
  let owen: Page;
  let report: resident.SentReport;
  let file: officer.OpenCase;

  beforeAll(async () => {
    browser = await openBrowser();
    devices = new Devices(browser, inject('hub'));
    town = new Town(inject('hub'));
    own = await devices.fresh(screen);
  });

  afterAll(async () => {
    await devices?.close();
    await browser?.close();
    await town?.close();
  });

  test('danger first, then the questions, one a page', async () => {
    await resident.sayDanger(own);
    await resident.sayWhat(own, telling);
    await (byList ? resident.pickPlace(own, telling) : resident.searchPlace(own, telling));
    await resident.notTheSame(own);
    await resident.sayWhen(own);
  });

  test('leaving, and coming back on another device', async () => {
    own = await resident.leaveAndComeBack(own, await devices.fresh(screen));
    await resident.sayImpact(own);
    await resident.sayWants(own);
    await resident.sayYou(own, telling);
  });

  test('one answer is changed, the report is sent once, and the link arrives', async () => {
    await resident.changeWish(own, telling);
    report = await resident.send(own);
    await resident.messageWithLink(own, telling, report);
  });

  test('an officer signs in and finds it in triage', async () => {
    priya = await devices.fresh(screen);
    await signIn(priya, 'priya');
    await officer.findInTriage(priya, telling, report);
    file = await officer.accept(priya);
    await resident.openOwnPage(own, report);
    await sees(own, 'Priya Nair', 'I will ring you tomorrow before noon.');
  });

  test('the summary is corrected, then confirmed', async () => {
    await officer.writeSummary(priya, file, 'Write the summary', ['Three men shout at your door every weekend.', 'One threatened you.']);
    await resident.correct(own, report);
    await officer.openCase(priya, file);
    await sees(priya, 'It was two men');
    await officer.writeSummary(priya, file, 'Change', ['Two men shout at your door every weekend.', 'One said he knows when you come home.']);
    await resident.confirmSummary(own, report);
    await officer.openCase(priya, file);
    await sees(priya, 'They said it is right');
  });

  test('the risk is assessed: score, band and the date of the next look', async () => {
    await officer.assessRisk(priya, file);
  });

  test('a promise, its second version, and a line that is kept', async () => {
    await officer.promise(priya, file, [footage, ring]);
    await resident.openOwnPage(own, report);
    await sees(own, 'We will get the camera footage of the landing', 'A court decides that.');
    await officer.changePromise(priya, file, walks);
    await resident.openOwnPage(own, report);
    await own.getByRole('link', { name: /This is version 2 of the promise/ }).click();
    await sees(own, 'Version 1', 'Version 2', 'The wardens can come as well.');
    await officer.keepLine(priya, file, ring, 'We spoke for 25 minutes.');
    await resident.openOwnPage(own, report);
    await sees(own, 'Kept', 'We spoke for 25 minutes.');
  });

  test('a day goes by: an apology the next morning, and a new date with the reason', async () => {
    await town.rows(
      // Two days, so that it is said at whatever hour this runs: it is not said at night.
      "update hub.promise_line l set due_at = now() - interval '2 days', first_due_at = now() - interval '2 days' from hub.report r, hub.promise p where r.id = l.report_id and p.id = l.promise_id and p.superseded_at is null and r.reference = $1 and l.what = $2",
      [report.reference, footage.what],
    );
    const before = await resident.lastTold(town, report);
    await town.doNow('miss-promises');
    await resident.openOwnPage(own, report);
    await sees(own, /sorry/i, 'We missed a promise');
    expect(await resident.lastTold(town, report), 'an automatic apology must not restart the silence clock').toBe(before);
    await priya.goto('/today');
    await sees(priya, 'get the camera footage of the landing', 'Give a new date');
    await officer.giveNewDate(priya, file, footage);
    await resident.openOwnPage(own, report);
    await sees(own, 'our form went to a mailbox nobody reads');
  });

  test('messages both ways; only what means something restarts the silence clock', async () => {
    const before = await resident.lastTold(town, report);
    await resident.write(own, report, 'They were there again on Saturday.');
    expect(await resident.lastTold(town, report), 'their own message is not news to them').toBe(before);
    await officer.openCase(priya, file);
    await sees(priya, 'They were there again on Saturday.');
    await officer.writeTo(priya, file, 'Thank you. I have asked the wardens to come on Saturday too.');
    expect(await resident.lastTold(town, report)).not.toBe(before);
    await resident.openOwnPage(own, report);
    await sees(own, 'I have asked the wardens to come on Saturday too.', /told you something new\s+(today|less than|a moment|just now|0 days)/i);
  });

  test('a task goes to the police with chosen facts and no more', async () => {
    await officer.askPolice(priya, file, telling);
    owen = await devices.fresh(screen);
    await signIn(owen, 'owen');
    await officer.doAsPolice(owen, file, telling);
    await officer.openCase(priya, file);
    await sees(priya, 'Done');
  });

  test('chronology, letter, and the photo without what the phone had hidden in it', async () => {
    await officer.chronologyAndLetter(priya, file);
    await town.doNow('make-copies');
    await officer.openCase(priya, file);
    const copy = await priya.request.get((await priya.getByRole('link', { name: 'door.jpg' }).getAttribute('href')) ?? '');
    const facts = await sharp(await copy.body()).metadata();
    expect(facts.width).toBe(640);
    expect(facts.exif).toBeUndefined();
  });

  test('closure with approval, reason and message; three answers; one form opens it again', async () => {
    await officer.close(priya, file);
    await officer.openCase(priya, file);
    await seesNot(priya, /Closed \d/);
    const dawn = await devices.fresh(screen);
    await signIn(dawn, 'dawn');
    await officer.approveClosing(dawn);
    await dawn.close();
    await officer.closeApproved(priya, file);
    await resident.openOwnPage(own, report);
    await sees(own, /closed your report/, 'The police spoke to both men.');
    await resident.answerThreeQuestions(own, report);
    await resident.reopen(own, report);
    await officer.openCase(priya, file);
    await sees(priya, 'They were back last night, at the same door.');
    await seesNot(priya, /Closed \d/);
    await priya.goto('/today');
    await sees(priya, telling.name.split(' ')[0] ?? '');
  });

  test('nothing failed on the way', () => {
    expect(devices.faults.found).toEqual([]);
  });
});

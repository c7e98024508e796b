import { buffer } from 'node:stream/consumers';

import PDFDocument from 'pdfkit';
import type { Temporal } from 'temporal-polyfill';

import { dateWords, momentWords, shortDay } from '../platform/calendar/index.ts';
import type { PatrolRow } from '../patrols/index.ts';
import { isOpen, type TaskLine } from '../tasks/index.ts';
import { scaleLength, toSpot, type LatLon, type MapArea } from '../ui/index.ts';
import { planDrawing } from './drawing.ts';
import type { PlanPanel } from './panel.ts';
import type { PlannedCase } from './queries.ts';
import { assessedWords, osara } from './rules.ts';

export interface BriefFacts {
  readonly service: string;
  readonly file: PlannedCase;
  readonly panel: PlanPanel;
  readonly tasks: readonly TaskLine[];
  readonly patrols: readonly PatrolRow[];
  readonly printedFor: string;
  readonly now: Temporal.Instant;
}

type Doc = PDFKit.PDFDocument;
type Root = PDFKit.PDFStructureElement;

const ink = '#111c22';
const land = '#eef2f1';
const quiet = '#47565d';
const accent = '#0b4f63';
const left = 50;
const wide = 495;
const mapTall = 290;
/** So many lines of each fit on the second page, however long they are. */
const [mostTasks, mostPatrols] = [6, 5];

/** Text that the built-in fonts can write; what they cannot is left out of a brief rather than shown as boxes. */
function plain(text: string): string {
  return text.replaceAll('\t', ' ').replaceAll(/[^\n\u0020-\u007e\u00a0-\u00ff€‘’“”–—•…]/gu, '?');
}

function say(doc: Doc, root: Root, tag: 'H1' | 'H2' | 'P', text: string, style: { size?: number; bold?: boolean; colour?: string; most?: number; x?: number; width?: number } = {}): void {
  root.add(doc.struct(tag, {}, () => {
    doc.font(style.bold === true ? 'Helvetica-Bold' : 'Helvetica').fontSize(style.size ?? 10).fillColor(style.colour ?? ink)
      .text(plain(text), style.x ?? left, doc.y, { width: style.width ?? wide, lineGap: 1.5, ...(style.most === undefined ? {} : { height: style.most, ellipsis: true }) });
  }));
}

function trace(doc: Doc, ring: readonly LatLon[], at: (place: LatLon) => { x: number; y: number }): void {
  for (const [step, place] of ring.entries()) {
    const { x, y } = at(place);
    if (step === 0) {
      doc.moveTo(x, y);
    } else {
      doc.lineTo(x, y);
    }
  }
  doc.closePath();
}

function drawArea(doc: Doc, area: MapArea, at: (place: LatLon) => { x: number; y: number }): void {
  for (const ring of area.rings) {
    trace(doc, ring, at);
    if (area.kind === 'd4') {
      doc.fill('#1f6a83');
    } else if (area.kind === 'hot') {
      doc.lineWidth(1.75).undash().stroke(ink);
    } else if (area.kind === 'maybe') {
      doc.lineWidth(1.1).dash(3, { space: 3 }).stroke(ink).undash();
    } else {
      // Borders of areas are light: a broken line means the ring and nothing else.
      doc.lineWidth(2).stroke('#ffffff');
    }
  }
}

/** Words that stay readable across lines and dots. */
function haloed(doc: Doc, words: string, x: number, y: number): void {
  doc.lineWidth(3).lineJoin('round').strokeColor(land).text(words, x, y, { lineBreak: false, stroke: true, fill: false });
  doc.fillColor(ink).text(words, x, y, { lineBreak: false, stroke: false, fill: true });
}

/** The map of the plan as lines on paper: no tiles, sharp at any size. */
function drawMap(doc: Doc, root: Root, panel: PlanPanel): void {
  const { view, layers } = planDrawing(panel, { width: wide, height: mapTall });
  const top = doc.y + 4;
  const at = (place: LatLon): { x: number; y: number } => {
    const spot = toSpot(view, place);
    return { x: left + spot.x, y: top + spot.y };
  };
  const words = `Map: the place of the plan (full line, ${panel.plan.radius} m), the ring around it and the comparison (broken lines), with ${panel.points.length} reports as dots.`;
  root.add(doc.struct('Figure', { alt: words }, () => {
    doc.save().rect(left, top, wide, mapTall).fill(land).rect(left, top, wide, mapTall).clip();
    for (const area of layers.areas ?? []) {
      drawArea(doc, area, at);
    }
    doc.font('Helvetica').fontSize(9).fillColor(ink);
    for (const named of [...(layers.labels ?? []).map(({ at: place, text }) => ({ place, text })), ...(layers.marks ?? []).map(({ at: place, label }) => ({ place, text: label ?? '' }))]) {
      const spot = at(named.place);
      haloed(doc, plain(named.text), Math.min(spot.x + 7, left + wide - 110), spot.y - 13);
    }
    const scale = scaleLength(view);
    doc.lineWidth(1.5).moveTo(left + wide - 12 - scale.pixels, top + mapTall - 12).lineTo(left + wide - 12, top + mapTall - 12).stroke(ink).text(scale.words, left + wide - 12 - scale.pixels, top + mapTall - 25, { lineBreak: false });
    doc.restore();
  }));
  doc.x = left;
  doc.y = top + mapTall + 6;
  say(doc, root, 'P', words, { size: 8.5, colour: quiet });
}

/** Reports in steps of four weeks, here and at the comparison place. */
function drawSteps(doc: Doc, root: Root, { here, there, plan }: PlanPanel): void {
  const most = Math.max(4, ...here.map(({ count }) => count), ...there.map(({ count }) => count));
  // The number on the highest bar stays clear of the words above.
  const top = doc.y + 16;
  const tall = 110;
  const step = wide / Math.max(1, here.length);
  const words = `Chart: reports in steps of four weeks. ${here.map(({ label, count }, place) => `${label}: ${count} here${there[place] === undefined ? '' : `, ${there[place].count} at ${plan.comparison_name}`}`).join('; ')}.`;
  root.add(doc.struct('Figure', { alt: words }, () => {
    for (const [place, { label, count, after }] of here.entries()) {
      const x = left + place * step;
      const height = (count / most) * tall;
      doc.rect(x + step * 0.1, top + tall - height, step * 0.36, height).fill(accent);
      const other = there[place]?.count;
      if (other !== undefined) {
        const open = (other / most) * tall;
        doc.rect(x + step * 0.52, top + tall - open, step * 0.36, open).lineWidth(1).stroke(accent);
        doc.font('Helvetica').fontSize(8).fillColor(ink).text(String(other), x + step * 0.52, top + tall - open - 10, { lineBreak: false });
      }
      doc.font('Helvetica').fontSize(8).fillColor(ink).text(String(count), x + step * 0.1, top + tall - height - 10, { lineBreak: false }).text(label, x + step * 0.1, top + tall + 4, { lineBreak: false });
      if (after && here[place - 1]?.after === false) {
        doc.lineWidth(1.5).moveTo(x, top - 6).lineTo(x, top + tall).stroke(ink);
      }
    }
  }));
  doc.x = left;
  doc.y = top + tall + 18;
  say(doc, root, 'P', `Full bars: here. Open bars: ${plan.comparison_name === '' ? 'none' : plan.comparison_name}. The line is the start${plan.started_on === null ? '' : `, ${dateWords(plan.started_on)}`}.`, { size: 8.5, colour: quiet });
}

function first(doc: Doc, root: Root, { file, panel, service, now, printedFor }: BriefFacts): void {
  say(doc, root, 'P', `${service}. Official, sensitive. Printed for ${printedFor}, ${momentWords(now)}.`, { size: 8.5, colour: quiet });
  doc.y += 4;
  say(doc, root, 'H1', `${file.reference} ${file.title}`, { size: 17, bold: true, colour: accent, most: 42 });
  drawMap(doc, root, panel);
  for (const { field, title } of osara.slice(0, 4)) {
    doc.y += 6;
    say(doc, root, 'H2', title, { size: 11, bold: true });
    say(doc, root, 'P', panel.plan[field] === '' ? 'Not written yet.' : panel.plan[field], { most: field === 'objective' ? 40 : 76 });
  }
}

function second(doc: Doc, root: Root, { panel, tasks, patrols }: BriefFacts): void {
  say(doc, root, 'H2', 'Assess: did it work?', { size: 13, bold: true, colour: accent });
  say(doc, root, 'P', panel.assessed === undefined ? 'Before and after cannot be told yet.' : assessedWords(panel.assessed).join(' '));
  if (panel.plan.assessment !== '') {
    say(doc, root, 'P', panel.plan.assessment, { most: 76 });
  }
  if (panel.assessed !== undefined) {
    const { counts, windows } = panel.assessed;
    doc.y += 6;
    for (const [name, [before, after]] of [['Here', counts.treated], ['Ring around', counts.ring], [panel.plan.comparison_name, counts.control], [`Ring around ${panel.plan.comparison_name}`, counts.controlRing]] as const) {
      say(doc, root, 'P', `${name}: ${before} in ${windows.daysBefore} days before, ${after} in ${windows.daysAfter} days after`);
    }
  }
  if (panel.here.length > 0) {
    drawSteps(doc, root, panel);
  }
  doc.y += 8;
  say(doc, root, 'H2', 'Tasks', { size: 13, bold: true, colour: accent });
  for (const task of tasks.slice(0, mostTasks)) {
    say(doc, root, 'P', `${task.title}. ${task.agency}${task.assignee === null ? '' : `, ${task.assignee}`}, by ${shortDay(task.due_at)}: ${isOpen(task.state) ? 'open' : task.state}`, { most: 26 });
  }
  say(doc, root, 'P', tasks.length === 0 ? 'None yet.' : tasks.length > mostTasks ? `And ${tasks.length - mostTasks} more.` : ' ');
  doc.y += 8;
  say(doc, root, 'H2', 'Patrols', { size: 13, bold: true, colour: accent });
  for (const patrol of patrols.slice(0, mostPatrols)) {
    say(doc, root, 'P', `${shortDay(patrol.started_at)}, ${patrol.place_words}, ${patrol.agency}${patrol.seen === '' ? '' : `: ${patrol.seen}`}`, { most: 26 });
  }
  say(doc, root, 'P', patrols.length === 0 ? 'None logged.' : patrols.length > mostPatrols ? `And ${patrols.length - mostPatrols} more.` : ' ');
  say(doc, root, 'P', 'Counts are of what the reader may see, without domestic abuse, hate and restricted records. Method: weighted displacement difference, Wheeler and Ratcliffe 2018.', { size: 8.5, colour: quiet });
}

/** Two pages for a meeting: plan and map, then what came of it. Tagged, so that it can be read aloud. */
export async function briefPdf(facts: BriefFacts): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'A4', margins: { top: 42, bottom: 30, left, right: 50 }, pdfVersion: '1.7', tagged: true, lang: 'en-GB', displayTitle: true,
    info: { Title: `${facts.file.reference} ${facts.file.title}`, Author: facts.service, Subject: 'Problem-solving plan', CreationDate: new Date(facts.now.epochMilliseconds) },
  });
  const done = buffer(doc);
  const root = doc.struct('Document');
  doc.addStructure(root);
  first(doc, root, facts);
  doc.addPage();
  second(doc, root, facts);
  root.end();
  doc.end();
  return await done;
}

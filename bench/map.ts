/** The live map with a million points through the hub, and in headless Chromium; prints a table and writes bench/results/map.json. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { request as ask, Agent } from 'node:http';
import { cpus, loadavg } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';

import { desk, Devices, openBrowser } from '../e2e/browser.ts';
import { Town } from '../e2e/database.ts';
import { startHub } from '../e2e/hub.ts';

const million = 1_000_000;
const query = '?days=730';

interface Line {
  readonly work: string;
  readonly ms: number;
  readonly must?: number;
  readonly aim?: number;
}

const lines: Line[] = [];

function report(line: Line): void {
  lines.push(line);
  const figure = (value: number | undefined): string => (value === undefined ? '' : value.toFixed(value < 10 ? 2 : 0));
  process.stdout.write(`${line.work.padEnd(76)} ${figure(line.ms).padStart(8)} ${figure(line.must).padStart(6)} ${figure(line.aim).padStart(6)}\n`);
}

const at = (sorted: readonly number[], share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** A million points over the town, most of them in a few hundred places, as police records lie. */
async function fill(town: Town): Promise<void> {
  await town.rows(`
    insert into hub.police_incident (partnership_id, import_id, row_number, month, category, lat, lon, easting, northing, cell)
    select p.id, '00000000-0000-7000-8000-000000000001', n, (date_trunc('month', now()) - make_interval(months => 1 + n % 20))::date, 'Kind ' || n % 14, lat, lon, 545000, 210000, ''
    from (select id from hub.partnership limit 1) p, generate_series(1, ${million}) n, lateral (
      select 51.77 + 0.025 * sqrt(-2 * ln(random())) * cos(6.2832 * random()) + 0 * n as lat, 0.1 + 0.04 * sqrt(-2 * ln(random())) * sin(6.2832 * random()) + 0 * n as lon) l`);
  await town.rows('analyze hub.police_incident');
}

const agent = new Agent({ keepAlive: true, maxSockets: 4 });

async function timed(port: number, path: string, cookie: string): Promise<{ ms: number; bytes: number; status: number }> {
  const start = performance.now();
  return await new Promise((resolve, reject) => {
    ask({ agent, port, host: '127.0.0.1', path, headers: { cookie, 'accept-encoding': 'identity' } }, (answer) => {
      let bytes = 0;
      answer.on('data', (part: Buffer) => (bytes += part.length)).on('end', () => resolve({ ms: performance.now() - start, bytes, status: answer.statusCode ?? 0 }));
    }).on('error', reject).end();
  });
}

/** The first tile reads and indexes everything; what others wait for meanwhile is how far it held up the hub. */
async function firstTile(port: number, cookie: string): Promise<void> {
  let reading = true;
  const stalls: number[] = [];
  const others = (async () => {
    while (reading) {
      stalls.push((await timed(port, '/health/live', '')).ms);
      await wait(5);
    }
  })();
  const { ms } = await timed(port, `/hotspots/tiles/police/12/2049/1361${query}`, cookie);
  reading = false;
  await others;
  report({ work: 'hub: first tile of 1,000,000 points (read under row-level security, indexed)', ms });
  report({ work: 'hub: the longest that another request waited meanwhile', ms: Math.max(...stalls) });
  const filtered = await timed(port, `/hotspots/tiles/police/12/2049/1361?days=365`, cookie);
  report({ work: 'hub: first tile with other filters', ms: filtered.ms });
}

async function manyTiles(port: number, cookie: string): Promise<void> {
  const places: [number, number, number][] = [];
  for (let index = 0; index < 1_500; index += 1) {
    const zoom = 9 + (index % 8);
    const [lon, lat] = [0.06 + ((index * 37) % 80) / 1_000, 51.745 + ((index * 53) % 50) / 1_000];
    const sine = Math.sin((lat * Math.PI) / 180);
    places.push([zoom, Math.floor((lon / 360 + 0.5) * 2 ** zoom), Math.floor((0.5 - (0.25 * Math.log((1 + sine) / (1 - sine))) / Math.PI) * 2 ** zoom)]);
  }
  const times: number[] = [];
  for (const [z, x, y] of places) {
    const { ms, status } = await timed(port, `/hotspots/tiles/police/${z}/${x}/${y}${query}`, cookie);
    if (status !== 200 && status !== 204) throw new Error(`a tile answered ${status}`);
    times.push(ms);
  }
  const sorted = times.slice(200).sort((one, other) => one - other);
  // What the machine, the wire and the server take for any answer at all, in the same run.
  const empty: number[] = [];
  for (let index = 0; index < 500; index += 1) {
    empty.push((await timed(port, '/health/live', '')).ms);
  }
  empty.sort((one, other) => one - other);
  report({ work: 'hub: an empty answer over HTTP, median', ms: at(empty, 0.5) });
  report({ work: 'hub: an empty answer over HTTP, 99th percentile', ms: at(empty, 0.99) });
  report({ work: 'hub: a tile over HTTP with session, access and filters, median', ms: at(sorted, 0.5) });
  report({ work: 'hub: a tile over HTTP with session, access and filters, 99th percentile', ms: at(sorted, 0.99), must: 10 });
}

const traced = z.object({ traceEvents: z.array(z.object({ name: z.string(), pid: z.number(), tid: z.number(), tdur: z.number().optional(), args: z.object({ name: z.string().optional() }).loose().optional() })) });

/** The longest task of the page's own thread in milliseconds of its own processor time: what the page does, however busy the machine is. */
async function longestTask(browser: Browser, page: Page, work: () => Promise<void>): Promise<number> {
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  await work();
  const { traceEvents } = traced.parse(JSON.parse((await browser.stopTracing()).toString()));
  const pages = new Set(traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(({ pid, tid }) => `${pid}|${tid}`));
  return traceEvents.filter(({ name, pid, tid }) => name.endsWith('RunTask') && pages.has(`${pid}|${tid}`)).reduce((most, { tdur = 0 }) => Math.max(most, tdur / 1_000), 0);
}

async function frames(page: Page): Promise<number[]> {
  // As text: what the loader adds to functions does not exist in the page.
  await page.evaluate(`{
    const times = [];
    let before = performance.now();
    const next = (now) => { times.push(now - before); before = now; requestAnimationFrame(next); };
    requestAnimationFrame(next);
    window.frameTimes = times;
  }`);
  const box = await page.locator('#live-map canvas').boundingBox();
  if (box === null) throw new Error('there is no map');
  for (let turn = 0; turn < 6; turn += 1) {
    const [x, y] = [box.x + box.width / 2, box.y + 200];
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let step = 1; step <= 40; step += 1) {
      await page.mouse.move(x + (turn % 2 === 0 ? -1 : 1) * step * 8, y + (turn % 3) * step);
    }
    await page.mouse.up();
    await page.waitForTimeout(300);
  }
  const times: unknown = await page.evaluate('window.frameTimes.slice(2)');
  return Array.isArray(times) ? times.map(Number) : [];
}

export async function run(): Promise<void> {
  process.stdout.write(`${cpus()[0]?.model ?? ''}, ${cpus().length} processors, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}\n${''.padEnd(76)} ${'ms'.padStart(8)} ${'must'.padStart(6)} ${'aim'.padStart(6)}\n`);
  const hub = await startHub();
  const town = new Town(hub);
  const browser = await openBrowser();
  const devices = new Devices(browser, hub);
  try {
    await fill(town);
    const page = await devices.of('priya', desk);
    await page.goto('/today');
    const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    const port = Number(new URL(hub.address).port);
    await firstTile(port, cookie);
    await manyTiles(port, cookie);
    const opened = performance.now();
    await page.goto(`/hotspots/map${query}&show=police.reports.cases`);
    await page.waitForSelector('#live-map[data-state=drawn]', { timeout: 60_000 });
    report({ work: 'browser: the page until the map is drawn', ms: performance.now() - opened });
    let sorted: number[] = [];
    const task = await longestTask(browser, page, async () => {
      sorted = (await frames(page)).sort((one, other) => one - other);
    });
    report({ work: `browser: ${sorted.length} frames while panning, median`, ms: at(sorted, 0.5) });
    report({ work: 'browser: frames while panning, 99th percentile', ms: at(sorted, 0.99) });
    report({ work: 'browser: the longest frame while panning', ms: sorted.at(-1) ?? 0, must: 50 });
    report({ work: 'browser: the longest task of the page while panning, processor time', ms: task, must: 50 });
    report({ work: 'browser: frames of more than 50 ms, of a thousand', ms: (1_000 * sorted.filter((ms) => ms > 50).length) / sorted.length, must: 0 });
  } finally {
    await devices.close();
    await browser.close();
    await town.close();
    await hub.stop();
  }
  mkdirSync('bench/results', { recursive: true });
  writeFileSync('bench/results/map.json', `${JSON.stringify({ processor: cpus()[0]?.model, processors: cpus().length, load: loadavg()[0], node: process.version, milliseconds: lines }, undefined, 1)}\n`);
}

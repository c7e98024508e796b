/**
 * What `npm test` runs: everything, browser journeys included. Stops at the first stage that fails; the last line counts the tests.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const reports = mkdtempSync(path.join(tmpdir(), 'safer-hub-reports-'));
// The tools of this project, and its Node, before those of the machine.
const environment = { ...process.env, PATH: [path.join(root, 'node_modules', '.bin'), process.env.PATH].join(path.delimiter) };
const counts = { passed: 0, failed: 0, skipped: 0 };

class StageFailed extends Error {}

function run(command, args, extra = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...environment, ...extra },
    shell: process.platform === 'win32',
  });
  if (result.error) throw new StageFailed(`${command} could not be run: ${result.error.message}.`);
  if (result.status !== 0) throw new StageFailed(result.signal ? `${command} was stopped by ${result.signal}.` : `See above what ${command} says.`);
}

function stage(name, work) {
  console.log(`\n== ${name}`);
  const started = Date.now();
  try {
    work();
  } catch (error) {
    if (!(error instanceof StageFailed)) throw error;
    throw new StageFailed(`${name} failed. ${error.message}`);
  }
  console.log(`== ${name}: done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** Runs one of the two test configurations and adds up its report, also when tests fail. */
function test(config, extra = {}) {
  const report = path.join(reports, `${path.basename(config)}.json`);
  try {
    run('vitest', ['run', '--config', config, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], extra);
  } finally {
    if (existsSync(report)) count(JSON.parse(readFileSync(report, 'utf8')));
  }
}

function count(report) {
  counts.passed += report.numPassedTests;
  counts.failed += report.numFailedTests;
  counts.skipped += report.numPendingTests + report.numTodoTests;
  // A file that could not even be loaded has no tests to count, but it failed.
  counts.failed += report.testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some((each) => each.status === 'failed')).length;
}

function works(program) {
  return spawnSync(program, ['--version'], { stdio: 'ignore', env: environment, timeout: 30_000 }).status === 0;
}

/** Where a program lies: Playwright starts a file, it does not look names up in PATH. */
function locate(program) {
  if (program.includes('/') || program.includes('\\')) return program;
  return (environment.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder, program)).find(existsSync);
}

function findChromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (works(given)) return locate(given);
    throw new StageFailed(`CHROMIUM_PATH says ${given}, which does not run. Set it to the program of a Chromium or Chrome.`);
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
  return names.filter(works).map(locate).find(Boolean);
}

function isDebianAsRoot() {
  if (process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false;
  // Ubuntu's package of this name only points to a snap.
  return /^ID="?debian"?$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

function ensureChromium() {
  let found = findChromium();
  if (!found && isDebianAsRoot()) {
    console.log('There is no Chromium, so Debian\'s package is installed.');
    const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
    run('apt-get', ['update', '-q'], quiet);
    run('apt-get', ['install', '-q', '-y', 'chromium'], quiet);
    found = findChromium();
  }
  if (!found) {
    throw new StageFailed(
      'The browser journeys need Chromium or Chrome, and none is here. Install one (Debian: apt-get install chromium; others: https://www.google.com/chrome/) or set CHROMIUM_PATH to its program, then run npm test again.',
    );
  }
  console.log(`Chromium: ${found}`);
  environment.CHROMIUM_PATH = found;
}

function hasJourneys() {
  const folder = path.join(root, 'e2e');
  return existsSync(folder) && readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith('.e2e.ts'));
}

try {
  stage('Build', () => run('node', ['scripts/build.mjs']));
  stage('Chromium', ensureChromium);
  stage('Types', () => run('npm', ['run', '--silent', 'typecheck']));
  stage('Lint', () => run('npm', ['run', '--silent', 'lint']));
  stage('Rules, queries and pages', () => test('vitest.config.ts'));
  stage('Browser journeys', () => {
    if (hasJourneys()) test('vitest.e2e.config.ts');
    else console.log('There are no browser journeys in e2e/ yet.');
  });
  if (counts.passed === 0) throw new StageFailed('No test ran.');
} catch (error) {
  process.exitCode = 1;
  console.error(`\n${error instanceof StageFailed ? error.message : error.stack}`);
} finally {
  rmSync(reports, { recursive: true, force: true });
}
if (counts.skipped > 0) console.log(`\n${counts.skipped} tests were skipped.`);
console.log(`\nTests: ${counts.passed} passed, ${counts.failed} failed`);

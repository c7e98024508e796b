/**
 * node scripts/build.mjs            packages, the application and its assets, each only if something changed
 * node scripts/build.mjs packages   the workspace packages alone (npm runs this after installing)
 * node scripts/build.mjs --force    everything anew
 *
 * Plain JavaScript that Node 20 can run too.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const onlyPackages = process.argv.includes('packages');
const force = process.argv.includes('--force');
const inRoot = (...parts) => path.join(root, ...parts);

const isTest = (name) => /\.(test|e2e|bench|test-support)\.[jt]sx?$/.test(name) || name.endsWith('.d.ts');

/** Files in a folder (not below it) whose names pass; none when the folder is not there. */
function filesIn(folder, passes) {
  if (!existsSync(inRoot(folder))) return [];
  return readdirSync(inRoot(folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && passes(entry.name) && !isTest(entry.name))
    .map((entry) => path.posix.join(folder, entry.name))
    .sort();
}

function filesBelow(folder) {
  if (!existsSync(inRoot(folder))) return [];
  return readdirSync(inRoot(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !isTest(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

/** Names, sizes and times of what goes in: the same stamp means the same output. */
function stampOf(folders) {
  const hash = createHash('sha256').update(process.version);
  for (const file of [...folders.flatMap(filesBelow), 'package-lock.json', 'tsconfig.json', 'scripts/build.mjs']) {
    if (!existsSync(inRoot(file))) continue;
    const { size, mtimeMs } = statSync(inRoot(file));
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** Runs the work unless its inputs are as they were when it last succeeded. The work returns the files that it made. */
async function unlessUnchanged(name, folders, stampFile, work) {
  const stamp = stampOf(folders);
  const last = existsSync(inRoot(stampFile)) ? JSON.parse(readFileSync(inRoot(stampFile), 'utf8')) : undefined;
  if (!force && last?.stamp === stamp && last.outputs.every((file) => existsSync(inRoot(file)))) return;
  const started = performance.now();
  const outputs = await work();
  for (const file of last?.outputs ?? []) {
    if (!outputs.includes(file)) rmSync(inRoot(file), { force: true });
  }
  write(stampFile, JSON.stringify({ stamp, outputs }));
  console.log(`Built ${name} in ${Math.round(performance.now() - started)} ms.`);
}

/** Under another name first, so that a reader (or a second build) never sees half a file. */
function write(file, contents) {
  mkdirSync(path.dirname(inRoot(file)), { recursive: true });
  const unfinished = inRoot(`${file}.${process.pid}`);
  writeFileSync(unfinished, contents);
  renameSync(unfinished, inRoot(file));
  return file;
}

function writeBundle(result) {
  return result.outputFiles.map((file) => write(path.relative(root, file.path), file.contents));
}

async function buildPackage(esbuild, folder) {
  const entries = [...filesIn(`${folder}/src`, (name) => name === 'index.ts'), ...filesIn(`${folder}/src`, (name) => name.endsWith('.worker.ts'))];
  if (entries.length === 0) return;
  await unlessUnchanged(folder, [`${folder}/src`], `${folder}/dist/.stamp`, async () =>
    writeBundle(
      await esbuild.build({
        absWorkingDir: root,
        entryPoints: entries,
        outdir: `${folder}/dist`,
        bundle: true,
        write: false,
        format: 'esm',
        // Usable in Node and in a browser: nothing of either is assumed, node: modules stay imports.
        platform: 'neutral',
        mainFields: ['module', 'main'],
        external: ['node:*'],
        packages: 'external',
        target: ['node20', 'es2022'],
        sourcemap: true,
        logLevel: 'warning',
      }),
    ),
  );
}

/** dist mirrors src for entry points (dist/main.js, dist/commands/backup.js); shared chunks and workers lie in dist itself. */
async function buildApplication(esbuild) {
  const workers = filesBelow('src').filter((file) => file.endsWith('.worker.ts') && !file.startsWith('src/ui/client/'));
  const entries = [...filesIn('src', (name) => name === 'main.ts'), ...filesIn('src/commands', (name) => name.endsWith('.ts')), ...workers];
  if (entries.length === 0) return;
  const entryPoints = entries.map((file) => ({
    in: file,
    out: (file.endsWith('.worker.ts') ? path.basename(file) : path.relative('src', file)).replace(/\.ts$/, ''),
  }));
  await unlessUnchanged('the application', ['src'], 'dist/.application', async () =>
    writeBundle(
      await esbuild.build({
        absWorkingDir: root,
        entryPoints,
        outdir: 'dist',
        bundle: true,
        write: false,
        format: 'esm',
        platform: 'node',
        target: 'node24',
        packages: 'external',
        splitting: true,
        chunkNames: '[name]-[hash]',
        sourcemap: true,
        logLevel: 'warning',
      }),
    ),
  );
}

const hashOf = (contents) => createHash('sha256').update(contents).digest('hex').slice(0, 10);
const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

/** Writes one asset under a name with its hash, and beside it what browsers that accept compression get. */
async function writeAsset(name, contents) {
  const file = write(`dist/assets/${name}`, contents);
  if (!/\.(css|js|svg|json|txt)$/.test(name) || contents.length < 512) return [file];
  const [brotli, zipped] = await Promise.all([
    compressBrotli(contents, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: contents.length } }),
    compressGzip(contents, { level: 9 }),
  ]);
  return [file, write(`${file}.br`, brotli), write(`${file}.gz`, zipped)];
}

function withHash(name, contents) {
  const extension = path.extname(name);
  return `${name.slice(0, -extension.length)}-${hashOf(contents)}${extension}`;
}

async function copyHashed(folder, manifest) {
  const outputs = [];
  for (const file of filesIn(`src/ui/${folder}`, (name) => /\.(woff2?|svg|png|ico|webp|jpg)$/.test(name))) {
    const contents = readFileSync(inRoot(file));
    const name = `${folder}/${path.basename(file)}`;
    manifest[name] = withHash(name, contents);
    outputs.push(...(await writeAsset(manifest[name], contents)));
  }
  return outputs;
}

async function buildStyles(esbuild, manifest) {
  const sheets = filesIn('src/ui/styles', (name) => name.endsWith('.scss') && !name.startsWith('_'));
  if (sheets.length === 0) return [];
  const sass = await import('sass');
  const outputs = [];
  for (const file of sheets) {
    const { css } = sass.compile(inRoot(file), {
      style: 'compressed',
      loadPaths: [inRoot('node_modules'), inRoot('src/ui/styles')],
      quietDeps: true,
    });
    const linked = css.replace(/url\((["']?)((?:fonts|images)\/[^"')]+)\1\)/g, (whole, _quote, name) => {
      if (!manifest[name]) throw new Error(`${file} asks for ${name}, which is not in src/ui/${path.dirname(name)}.`);
      return `url(${manifest[name]})`;
    });
    const { code } = await esbuild.transform(linked, { loader: 'css', minify: true });
    const contents = Buffer.from(code);
    const name = path.basename(file).replace(/\.scss$/, '.css');
    manifest[name] = withHash(name, contents);
    outputs.push(...(await writeAsset(manifest[name], contents)));
  }
  return outputs;
}

/** The scripts that pages ask for: those that no other script here imports. */
function clientEntries() {
  const scripts = filesIn('src/ui/client', (name) => /\.tsx?$/.test(name));
  const imported = new Set();
  for (const file of scripts) {
    for (const [, name] of readFileSync(inRoot(file), 'utf8').matchAll(/(?:from|import\()\s*['"]\.\/([^'"]+)['"]/g)) imported.add(name);
  }
  return scripts.filter((file) => !imported.has(path.basename(file)));
}

/** Each in a build of its own, so that a page fetches one file; what is imported on demand still becomes a part of its own. */
async function buildClientScript(esbuild, file, manifest) {
  const result = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [file],
    outdir: 'dist/assets',
    entryNames: '[name]-[hash]',
    chunkNames: 'part-[hash]',
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    splitting: true,
    minify: true,
    platform: 'browser',
    target: 'es2022',
    conditions: ['source'],
    logLevel: 'warning',
  });
  for (const [output, { entryPoint }] of Object.entries(result.metafile.outputs)) {
    if (entryPoint === file) manifest[path.basename(file).replace(/\.tsx?$/, '.js')] = path.basename(output);
  }
  const written = await Promise.all(result.outputFiles.map((output) => writeAsset(path.basename(output.path), Buffer.from(output.contents))));
  return written.flat();
}

async function buildAssets(esbuild) {
  await unlessUnchanged('the assets', ['src/ui', 'packages/hotspots/src'], 'dist/.assets', async () => {
    const manifest = {};
    const outputs = [...(await copyHashed('fonts', manifest)), ...(await copyHashed('images', manifest))];
    const scripts = clientEntries().map((file) => buildClientScript(esbuild, file, manifest));
    const made = await Promise.all([buildStyles(esbuild, manifest), ...scripts]);
    const names = Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => (a < b ? -1 : 1)));
    return [...outputs, ...made.flat(), write('dist/assets/manifest.json', `${JSON.stringify(names, null, 2)}\n`)];
  });
}

/** An installation without development packages cannot build; what was built before it still runs. */
async function loadEsbuild() {
  try {
    return await import('esbuild');
  } catch {
    const built = existsSync(inRoot('dist/main.js'));
    if (onlyPackages || built) {
      console.log(`The build tools are not installed (npm ci --omit=dev), so nothing is built${built ? '; what is in dist is used' : ''}.`);
      process.exit(0);
    }
    console.error('The build tools are not installed and nothing has been built. Run "npm ci" (with development packages), then "npm run build".');
    return process.exit(1);
  }
}

function complain(error) {
  // esbuild has printed its own errors with file and line.
  if (!Array.isArray(error?.errors)) console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

try {
  const esbuild = await loadEsbuild();
  const packages = existsSync(inRoot('packages')) ? readdirSync(inRoot('packages')).sort() : [];
  await Promise.all(packages.map((name) => buildPackage(esbuild, `packages/${name}`)));
  const parts = onlyPackages ? [] : await Promise.allSettled([buildApplication(esbuild), buildAssets(esbuild)]);
  for (const { reason } of parts) if (reason) complain(reason);
  await esbuild.stop();
} catch (error) {
  complain(error);
}

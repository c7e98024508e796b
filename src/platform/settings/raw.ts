import { isIP } from 'node:net';
import { z } from 'zod';
import type { SettingName } from './table.ts';

const wholeNumber = (from: number, to: number, what: string) =>
  z
    .string()
    .regex(/^\d{1,9}$/, { error: `must be ${what}, a whole number from ${from} to ${to}` })
    .transform(Number)
    .refine((value) => value >= from && value <= to, { error: `must be ${what}, a whole number from ${from} to ${to}` });

const port = wholeNumber(1, 65_535, 'a port');

function urlWith(protocols: readonly string[]): (text: string) => boolean {
  return (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol) && new URL(text).hostname !== '';
}

const postgres = z.string().refine(urlWith(['postgres:', 'postgresql:']), {
  error: 'must be a PostgreSQL address such as postgres://user:password@host:5432/name',
});
const webAddress = (example: string) =>
  z
    .string()
    .refine(urlWith(['http:', 'https:']), { error: `must be a web address such as ${example}` })
    .transform((text) => text.replace(/\/+$/, ''));
const words = z.string();
const oneOf = <const Choice extends string>(choices: readonly Choice[]) =>
  z.enum(choices, { error: `must be ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}` });
const mailAddress = z.string().regex(/^([^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/, {
  error: 'must be an e-mail address, with a name before it in the form Safer Hub <hub@example.org> if you like',
});
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const templateId = z.string().regex(new RegExp(`^${uuid}$`, 'i'), { error: 'must be a Notify template id, which looks like 8c9c1bd8-6c5f-4d3e-9c1f-000000000000' });
const notifyKey = z.string().regex(new RegExp(`^.+-${uuid}-${uuid}$`, 'i'), {
  error: 'must be a whole Notify API key: its name, the service id and the secret, joined with dashes. Make one on the Notify page “API integration”',
});

function proxies(text: string): false | number | string[] | undefined {
  if (text === 'no') return false;
  if (/^[1-9]$/.test(text)) return Number(text);
  const addresses = text.split(',').map((address) => address.trim());
  const named = ['loopback', 'linklocal', 'uniquelocal'];
  const fits = addresses.every((address) => named.includes(address) || isIP(address.replace(/\/\d{1,3}$/, '')) !== 0);
  return fits ? addresses : undefined;
}

const trustProxy = z.string().transform((text, context) => {
  const trusted = proxies(text);
  if (trusted !== undefined) return trusted;
  context.addIssue('must be no, the number of proxies in front (1 to 9), or their addresses with commas between');
  return z.NEVER;
});

/** One rule a setting. Empty counts as not given. */
export const rawSettings = z.object({
  PORT: port.default(3000),
  HOST: z.string().regex(/^[A-Za-z0-9.:_-]+$/, { error: 'must be a host name or an address such as 127.0.0.1' }).default('127.0.0.1'),
  DATA_DIR: words.default('./data'),
  DATABASE_URL: postgres.optional(),
  APP_DATABASE_URL: postgres.optional(),
  WORKER_DATABASE_URL: postgres.optional(),
  PAGE_PROCESSES: wholeNumber(1, 64, 'a number of processes').optional(),
  PREPARED_STATEMENTS: oneOf(['yes', 'no']).optional(),
  BASE_URL: webAddress('https://hub.example.org').optional(),
  DEMO: oneOf(['yes', 'no']).optional(),
  SECRET_KEY: z.string().min(32, { error: 'must have at least 32 characters. Make one with: openssl rand -base64 48' }).optional(),
  METRICS_PORT: z.union([z.literal('off'), port], { error: 'must be a port, a whole number from 1 to 65535, or off' }).default(9464),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  MAIL_SENDER: oneOf(['demo', 'smtp', 'notify']).default('demo'),
  SMS_SENDER: oneOf(['demo', 'notify']).default('demo'),
  LETTER_SENDER: oneOf(['demo', 'notify']).default('demo'),
  SMTP_URL: z.string().refine(urlWith(['smtp:', 'smtps:']), { error: 'must be a mail server such as smtp://user:password@host:587' }).optional(),
  MAIL_FROM: mailAddress.optional(),
  MAIL_FROM_UNBRANDED: mailAddress.optional(),
  NOTIFY_API_KEY: notifyKey.optional(),
  NOTIFY_EMAIL_TEMPLATE: templateId.optional(),
  NOTIFY_SMS_TEMPLATE: templateId.optional(),
  NOTIFY_LETTER_TEMPLATE: templateId.optional(),
  NOTIFY_UNBRANDED_API_KEY: notifyKey.optional(),
  NOTIFY_UNBRANDED_EMAIL_TEMPLATE: templateId.optional(),
  NOTIFY_UNBRANDED_SMS_TEMPLATE: templateId.optional(),
  NOTIFY_UNBRANDED_LETTER_TEMPLATE: templateId.optional(),
  NOTIFY_URL: webAddress('https://api.notifications.service.gov.uk').default('https://api.notifications.service.gov.uk'),
  FILE_STORE: oneOf(['folder', 's3']).default('folder'),
  S3_ENDPOINT: webAddress('https://s3.eu-west-2.amazonaws.com').optional(),
  S3_BUCKET: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, { error: 'must be a bucket name: 3 to 63 small letters, digits, dots and dashes' }).optional(),
  S3_REGION: words.default('eu-west-2'),
  S3_ACCESS_KEY_ID: words.optional(),
  S3_SECRET_ACCESS_KEY: words.optional(),
  UPLOAD_LIMIT_MB: wholeNumber(1, 2000, 'megabytes').default(50),
  CLAMD_HOST: words.optional(),
  CLAMD_PORT: port.default(3310),
  OIDC_ISSUER: webAddress('https://login.example.org').optional(),
  OIDC_CLIENT_ID: words.optional(),
  OIDC_CLIENT_SECRET: words.optional(),
  OIDC_NAME: words.default('your work account'),
  TRUST_PROXY: trustProxy.default(false),
  NODE_ENV: oneOf(['production', 'development', 'test']).default('production'),
} satisfies Record<SettingName, z.ZodType>);

export type RawSettings = z.infer<typeof rawSettings>;

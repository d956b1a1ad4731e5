/**
 * The environment, read once at start into a frozen Config. Everything that is wrong is said at once, by the variable's
 * name and with the way out. `.env.example` documents each variable; a test holds the two to the same list.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { ConnectorType, Env } from './connectors/contract.js';
import { ConnectorError } from './http/errors.js';

/** One configured connector: the code for its kind of system, and its settings as that code read them. */
export interface ConnectorConfig {
  readonly id: string;
  readonly type: ConnectorType;
  readonly settings: unknown;
}

export interface Config {
  readonly production: boolean;
  readonly logLevel: LogLevel;
  readonly host: string;
  readonly port: number;
  /** Where the gateway is reached from outside, without a slash at the end; null: the address that it listens on. */
  readonly publicUrl: string | null;
  /** Folder of the embedded database, the development secret and the socket of the command line. */
  readonly dataDir: string;
  /** A PostgreSQL server; null: the embedded database. */
  readonly database: { readonly url: string; readonly writePool: number; readonly readPool: number } | null;
  /** `auto`: the demo company is loaded into a new embedded database, outside production. */
  readonly demo: 'on' | 'off' | 'auto';
  /** False sends every query through the resolvers; the answers are the same. */
  readonly readPlan: boolean;
  readonly connectors: readonly ConnectorConfig[];
  /** Time from the end of one pull of a connector to the start of the next, in seconds. */
  readonly pullIntervalSeconds: number;
  readonly oidc: { readonly issuer: string; readonly audience: string; readonly rolesClaim: string } | null;
  /** Own secret for signing staff tokens; null: the random one under `dataDir`. Not used beside `oidc`. */
  readonly tokenSecret: Uint8Array | null;
  /** Whether the schema can be asked for, and GraphiQL is served. */
  readonly introspection: boolean;
  /** Browser origins besides the gateway's own that may call it. */
  readonly corsOrigins: readonly string[];
  /** Needed for `/metrics` where set. */
  readonly metricsToken: string | null;
  readonly shutdown: { readonly delayMs: number; readonly graceMs: number };
  readonly limits: {
    readonly queryDepth: number;
    readonly queryCost: number;
    readonly queryBytes: number;
    readonly webhookBytes: number;
    readonly socketsPerViewer: number;
    readonly operationsPerSocket: number;
  };
}

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Every problem of the environment; its message is meant for the person who starts the gateway. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly problems: readonly string[]) {
    super(['The settings cannot be used:', ...problems.map((problem) => `  - ${problem}`)].join('\n'));
  }
}

const whole = (least: number, most: number, otherwise: number) =>
  z
    .string()
    .refine((text) => /^\d{1,12}$/.test(text) && Number(text) >= least && Number(text) <= most, {
      error: `must be a whole number from ${least} to ${most}`,
    })
    .transform(Number)
    .default(otherwise);

const oneOf = <const Choices extends readonly [string, ...string[]]>(choices: Choices, otherwise: Choices[number]) =>
  z.enum(choices, { error: `must be one of ${choices.join(', ')}` }).default(otherwise);

const webAddress = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

const address = z
  .string()
  .refine(webAddress, { error: 'must be an http or https address' })
  .transform((text) => text.replace(/\/+$/, ''));

const commaList = z.string().transform((text) => text.split(',').map((part) => part.trim()).filter((part) => part !== ''));

const databaseUrl = z.string().refine((text) => URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol), {
  error: 'must look like postgresql://user:password@host:5432/database',
});

const origins = commaList.refine((list) => list.every((origin) => webAddress(origin) && new URL(origin).origin === origin), {
  error: 'must list origins such as https://app.example.com, without a path, separated by commas',
});

const tokenSecret = z.string().refine((text) => Buffer.byteLength(text) >= 32, {
  error: 'must have at least 32 characters, for instance from `openssl rand -base64 48`',
});

/** The gateway's own variables. A connector's own begin with its id. */
const settings = z.object({
  NODE_ENV: z.string().default('development'),
  LOG_LEVEL: oneOf(logLevels, 'info'),
  HOST: z.string().default('127.0.0.1'),
  PORT: whole(0, 65_535, 4000),
  PUBLIC_URL: address.optional(),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: databaseUrl.optional(),
  // Migrating takes one beside the one that holds the others back.
  DATABASE_WRITE_POOL: whole(2, 200, 10),
  DATABASE_READ_POOL: whole(1, 200, 4),
  DEMO: oneOf(['on', 'off', 'auto'], 'auto'),
  READ_PLAN: oneOf(['on', 'off'], 'on'),
  CONNECTORS: commaList.default([]),
  PULL_INTERVAL_SECONDS: whole(5, 86_400, 300),
  // Kept to the letter: a token's `iss` must equal it, and some issuers end in a slash.
  OIDC_ISSUER: z.string().refine(webAddress, { error: 'must be an http or https address' }).optional(),
  OIDC_AUDIENCE: z.string().optional(),
  OIDC_ROLES_CLAIM: z.string().default('roles'),
  TOKEN_SECRET: tokenSecret.optional(),
  INTROSPECTION: oneOf(['on', 'off', 'auto'], 'auto'),
  CORS_ORIGINS: origins.default([]),
  METRICS_TOKEN: z.string().min(16, { error: 'must have at least 16 characters' }).optional(),
  SHUTDOWN_DELAY_SECONDS: whole(0, 300, 0),
  SHUTDOWN_GRACE_SECONDS: whole(0, 3600, 20),
  MAX_QUERY_DEPTH: whole(3, 100, 15),
  MAX_QUERY_COST: whole(100, 100_000_000, 100_000),
  MAX_QUERY_KB: whole(1, 10_000, 100),
  MAX_WEBHOOK_KB: whole(1, 100_000, 2000),
  MAX_SOCKETS_PER_VIEWER: whole(1, 100_000, 100),
  MAX_OPERATIONS_PER_SOCKET: whole(1, 10_000, 100),
});
type Settings = z.infer<typeof settings>;

/** Every variable of the gateway itself, in the order of `.env.example`. */
export const variables: readonly string[] = Object.keys(settings.shape);

/** Variables that may instead be given as `<NAME>_FILE`, the path of a file that holds the value. */
export const secretVariables: readonly string[] = ['DATABASE_URL', 'TOKEN_SECRET', 'METRICS_TOKEN'];

/**
 * Reads the environment. `types` are the kinds of system that `CONNECTORS` may name. Throws ConfigError with every
 * problem; no value of a secret is repeated in it.
 */
export function parseConfig(env: Env, types: readonly ConnectorType[]): Config {
  const problems: string[] = [];
  const given = collect(env, problems);
  const parsed = settings.safeParse(given);
  for (const issue of parsed.error?.issues ?? []) problems.push(`${String(issue.path[0])} ${issue.message}.`);

  // What is readable is checked further, so that one wrong number does not hide a missing secret.
  const wrong = new Set(parsed.error?.issues.map((issue) => String(issue.path[0])));
  const rest = Object.fromEntries(Object.entries(given).filter(([name]) => !wrong.has(name)));
  const values = settings.parse(rest);
  problems.push(...contradictions(values, wrong));
  const connectors = parseConnectors(values.CONNECTORS, env, types, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return deepFreeze(toConfig(values, connectors));
}

/** The gateway's own variables as given: an empty one counts as absent, a secret may stand in a file. */
function collect(env: Env, problems: string[]): Record<string, string> {
  const given: Record<string, string> = {};
  for (const name of variables) {
    const value = secretVariables.includes(name) ? withFile(env, name, problems) : env[name];
    if (value !== undefined && value.trim() !== '') given[name] = value.trim();
  }
  return given;
}

function withFile(env: Env, name: string, problems: string[]): string | undefined {
  const path = env[`${name}_FILE`];
  const value = env[name];
  if (!path) return value;
  if (value) {
    problems.push(`${name} and ${name}_FILE are both set; keep one.`);
    return value;
  }
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    problems.push(`${name}_FILE names a file that cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}).`);
    return undefined;
  }
}

function contradictions(values: Settings, wrong: ReadonlySet<string>): string[] {
  const problems: string[] = [];
  const production = values.NODE_ENV === 'production';
  if (production && values.DEMO === 'on') {
    problems.push('DEMO=on is refused under NODE_ENV=production: the demo company does not belong among real records. Set DEMO=off.');
  }
  if (values.OIDC_ISSUER && !values.OIDC_AUDIENCE) {
    problems.push('OIDC_AUDIENCE is missing: with OIDC_ISSUER it says which tokens of that issuer are meant for this gateway.');
  }
  if (values.OIDC_AUDIENCE && !values.OIDC_ISSUER && !wrong.has('OIDC_ISSUER')) {
    problems.push('OIDC_ISSUER is missing: OIDC_AUDIENCE alone does nothing.');
  }
  if (values.OIDC_ISSUER?.startsWith('http:') && !isLoopback(new URL(values.OIDC_ISSUER).hostname)) {
    problems.push('OIDC_ISSUER must be an https address, except on this machine itself.');
  }
  if (values.OIDC_ISSUER && values.TOKEN_SECRET) {
    problems.push('TOKEN_SECRET and OIDC_ISSUER are both set; staff tokens come from one of them. Keep one.');
  }
  const ownKey = values.OIDC_ISSUER || values.TOKEN_SECRET || wrong.has('OIDC_ISSUER') || wrong.has('TOKEN_SECRET');
  if (!isLoopback(values.HOST) && !ownKey) {
    problems.push(
      `HOST=${values.HOST} is reachable from other machines, but staff tokens would be signed with the development key. ` +
        'Set OIDC_ISSUER and OIDC_AUDIENCE (or TOKEN_SECRET), or leave HOST at 127.0.0.1.',
    );
  }
  return problems;
}

/** Whether a host can be reached from this machine alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

const idShape = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** `CONNECTORS=easypost,erp-cn:tryton`: an id alone is of the type of the same name. */
function parseConnectors(list: readonly string[], env: Env, types: readonly ConnectorType[], problems: string[]): ConnectorConfig[] {
  const wishes = list.map((entry) => {
    const [id = '', type = id, ...more] = entry.split(':').map((part) => part.trim());
    return { entry, id, type: more.length > 0 ? '' : type };
  });
  const prefixes = wishes.map(({ id }) => prefixOf(id));
  return wishes.flatMap(({ entry, id, type: code }, index) => {
    const type = types.find((candidate) => candidate.type === code);
    if (!idShape.test(id) || id.length > 50 || code === '') {
      problems.push(`CONNECTORS: "${entry}" must be an id of small letters, digits and hyphens, with \`:type\` behind it where the id is not the type.`);
    } else if (wishes.findIndex((other) => other.id === id) !== index) {
      problems.push(`CONNECTORS lists ${id} twice; give each connector an id of its own, as in ${id}-2:${code}.`);
    } else if (variables.some((name) => name.startsWith(prefixOf(id)))) {
      problems.push(`CONNECTORS: the id ${id} would share variables with the gateway itself. Choose another, as in my-${id}:${code}.`);
    } else if (!type) {
      const known = types.map((candidate) => candidate.type).join(', ');
      problems.push(`CONNECTORS: there is no type ${code}. Known types: ${known || 'none'}.`);
    } else {
      try {
        return [{ id, type, settings: type.parseConfig(settingsOf(prefixOf(id), prefixes, env, problems)) }];
      } catch (error) {
        if (!(error instanceof ConnectorError)) throw error;
        problems.push(...byFullName(error.message, prefixOf(id)));
      }
    }
    return [];
  });
}

function prefixOf(id: string): string {
  return `${id.toUpperCase().replaceAll('-', '_')}_`;
}

/**
 * The variables of one connector without its prefix. `EASYPOST_EU_KEY` belongs to `easypost-eu` where that is listed,
 * else to `easypost`. `<NAME>_FILE` names a file that holds the value.
 */
function settingsOf(prefix: string, prefixes: readonly string[], env: Env, problems: string[]): Env {
  const longer = prefixes.filter((other) => other.length > prefix.length && other.startsWith(prefix));
  const own: Record<string, string | undefined> = {};
  for (const full of Object.keys(env)) {
    if (!full.startsWith(prefix) || longer.some((other) => full.startsWith(other))) continue;
    const name = full.endsWith('_FILE') ? full.slice(0, -'_FILE'.length) : full;
    own[name.slice(prefix.length)] ??= withFile(env, name, problems);
  }
  return own;
}

/** A type names its variables without the connector's prefix, one problem after another, parted by semicolons. */
function byFullName(message: string, prefix: string): string[] {
  return message.split('; ').map((problem) => `${problem.replace(/^(?=[A-Z][A-Z0-9_]+\b)/, prefix).replace(/\.?$/, '.')}`);
}

function toConfig(values: Settings, connectors: readonly ConnectorConfig[]): Config {
  const production = values.NODE_ENV === 'production';
  return {
    production,
    logLevel: values.LOG_LEVEL,
    host: values.HOST,
    port: values.PORT,
    publicUrl: values.PUBLIC_URL ?? null,
    dataDir: values.DATA_DIR,
    database: values.DATABASE_URL
      ? { url: values.DATABASE_URL, writePool: values.DATABASE_WRITE_POOL, readPool: values.DATABASE_READ_POOL }
      : null,
    demo: production ? 'off' : values.DEMO,
    readPlan: values.READ_PLAN === 'on',
    connectors,
    pullIntervalSeconds: values.PULL_INTERVAL_SECONDS,
    oidc:
      values.OIDC_ISSUER && values.OIDC_AUDIENCE
        ? { issuer: values.OIDC_ISSUER, audience: values.OIDC_AUDIENCE, rolesClaim: values.OIDC_ROLES_CLAIM }
        : null,
    tokenSecret: values.TOKEN_SECRET ? new TextEncoder().encode(values.TOKEN_SECRET) : null,
    introspection: values.INTROSPECTION === 'auto' ? !production : values.INTROSPECTION === 'on',
    corsOrigins: values.CORS_ORIGINS,
    metricsToken: values.METRICS_TOKEN ?? null,
    shutdown: { delayMs: values.SHUTDOWN_DELAY_SECONDS * 1000, graceMs: values.SHUTDOWN_GRACE_SECONDS * 1000 },
    limits: {
      queryDepth: values.MAX_QUERY_DEPTH,
      queryCost: values.MAX_QUERY_COST,
      queryBytes: values.MAX_QUERY_KB * 1000,
      webhookBytes: values.MAX_WEBHOOK_KB * 1000,
      socketsPerViewer: values.MAX_SOCKETS_PER_VIEWER,
      operationsPerSocket: values.MAX_OPERATIONS_PER_SOCKET,
    },
  };
}

/** Plain objects and lists only: typed arrays cannot be frozen, and connector types are not ours to freeze. */
function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if ('parseConfig' in value) return value;
  for (const member of Object.values(value)) deepFreeze(member);
  return Object.freeze(value);
}

/** What the first start prints holds: addresses answer, tokens are let in, and what is worth trying gives an answer. */
import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { App } from '../../src/app.js';
import { createApp } from '../../src/app.js';
import { greeting } from '../../src/app/greeting.js';
import type { Config } from '../../src/config.js';
import { parseConfig } from '../../src/config.js';
import { staffRoles } from '../../src/domain/credentials.js';
import { loadDemo } from '../../src/demo/index.js';
import { Shipment } from '../../src/entities/index.js';
import { createLog } from '../../src/server/log.js';
import type { TestDatabase } from '../support/database.js';
import { freshDatabase } from '../support/database.js';
import { appendEvent } from '../support/event-log.js';
import { temporaryFolder } from '../support/process.js';

const now = (): Date => new Date('2026-11-25T08:00:00Z');
const folder = temporaryFolder();
const state: { test?: TestDatabase; apps: App[] } = { apps: [] };
let app: App;
let text: string;

function settings(env: Record<string, string> = {}): Config {
  return parseConfig({ PORT: '0', DATA_DIR: folder.path, LOG_LEVEL: 'silent', ...env }, []);
}

async function start(config: Config): Promise<App> {
  const started = await createApp(config, { log: createLog({ level: 'silent' }), now, database: state.test?.database });
  state.apps.push(started);
  return started;
}

const greet = (to: App, { env, isTerminal = false }: { env?: Record<string, string>; isTerminal?: boolean } = {}): Promise<string> =>
  greeting(to, settings(env), { now: now(), isTerminal });

beforeAll(async () => {
  state.test = await freshDatabase(now);
  await loadDemo(state.test.database, { now, scale: 0.05 });
  app = await start(settings());
  text = await greet(app);
}, 120_000);
afterAll(async () => {
  for (const started of state.apps) await started.close();
  await state.test?.close();
  folder.remove();
});

/** Token or key by role. */
const credentialsIn = (printed: string): Record<string, string> =>
  Object.fromEntries([...printed.matchAll(/^ {2}([A-Z_]+) +((?:eyJ|ilk_)\S+)/gm)].map(([, role = '', token = '']) => [role, token]));

async function ask(token: string, query: string, path = '/graphql', base = app.url): Promise<{ data?: Record<string, unknown>; errors?: unknown }> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const response = await fetch(`${base}${path}`, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return (await response.json()) as { data?: Record<string, unknown> };
}

const rolesOf = async (token: string, path: string, base?: string): Promise<unknown> =>
  ((await ask(token, '{ viewer { roles } }', path, base)).data?.['viewer'] as { roles: string[] } | undefined)?.roles;

it('names addresses that are there', async () => {
  const named = [...text.matchAll(/http:\/\/\S+?(?=[)\s])/g)].map(([url]) => url);
  expect(new Set(named)).toEqual(new Set(['/graphql', '/partner/graphql', '/graphiql', '/readyz', '/metrics'].map((path) => app.url + path)));
  for (const url of named) expect([url, (await fetch(url)).status]).not.toEqual([url, 404]);
});

it('gives each role of ours a token, and a supplier and a carrier a key, by which it is known', async () => {
  const tokens = credentialsIn(text);
  expect(Object.keys(tokens)).toEqual([...staffRoles, 'SUPPLIER', 'CARRIER']);
  for (const [role, token] of Object.entries(tokens)) {
    const path = staffRoles.some((known) => known === role) ? '/graphql' : '/partner/graphql';
    expect([role, await rolesOf(token, path)]).toEqual([role, [role]]);
  }
});

const operations = (): string[] => [...text.matchAll(/^ {2}(\{.*|subscription .*)$/gm)].map(([, operation = '']) => operation);

it('shows three operations that the schema takes', () => {
  const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));
  expect(operations()).toHaveLength(3);
  for (const operation of operations()) expect(validate(schema, parse(operation))).toEqual([]);
});

it.each(['ANALYST', 'SALES'])('shows queries that answer %s with something', async (role) => {
  const [orders = '', performance = ''] = operations();
  const token = credentialsIn(text)[role] ?? '';
  expect(await ask(token, orders)).toMatchObject({ data: { orders: { nodes: expect.arrayContaining([expect.objectContaining({ shipments: { nodes: expect.arrayContaining([expect.anything()]) as unknown } })]) as unknown } } });
  expect(await ask(token, performance)).toMatchObject({ data: { deliveryPerformance: { rows: expect.arrayContaining([expect.objectContaining({ rate: expect.any(Number) as unknown })]) as unknown } } });
});

it('shows a subscription that tells what happens next', async () => {
  const client = createClient({ url: `${app.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, connectionParams: { authorization: `Bearer ${credentialsIn(text)['ANALYST']}` } });
  const told = client.iterate({ query: operations()[2] ?? '' });
  const first = told.next();
  const answer: { value?: unknown } = {};
  const answered = first.then(({ value }) => (answer.value = value));
  const [shipment] = await app.database.em.fork().find(Shipment, {}, { limit: 1 });
  // It may not be listening yet for the first ones.
  while (!answer.value) {
    await appendEvent(app.database, { objectType: 'SHIPMENT', objectId: shipment?.id ?? '', number: shipment?.number ?? '', from: 'IN_TRANSIT', to: 'DELIVERED' });
    await Promise.race([answered, new Promise((done) => setTimeout(done, 50))]);
  }
  expect(answer.value).toMatchObject({ data: { shipmentStatusChanged: { from: 'IN_TRANSIT', to: 'DELIVERED', shipment: { number: shipment?.number } } } });
  await client.dispose();
});

it('ends the partner keys of the last start at its address, and of no other gateway on the database', async () => {
  const other = await start(settings());
  const [first, others] = [credentialsIn(await greet(app)), credentialsIn(await greet(other))];
  expect(await rolesOf(first['CARRIER'] ?? '', '/partner/graphql')).toEqual(['CARRIER']);
  const second = credentialsIn(await greet(app));
  // Asked where nobody has asked by them yet: a gateway remembers for a while what it has let in.
  expect(await ask(first['SUPPLIER'] ?? '', '{ viewer { roles } }', '/partner/graphql')).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  for (const key of [second['SUPPLIER'], others['SUPPLIER']]) expect(await rolesOf(key ?? '', '/partner/graphql')).toEqual(['SUPPLIER']);
});

describe('with a secret that somebody has set', () => {
  const env = { TOKEN_SECRET: 'a secret of the tests, 32 bytes and more' };

  it('prints no tokens and makes no keys where no person reads it', async () => {
    const keys = (): Promise<string | null> => app.database.reader.query(null, 'select count(*)::text from api_client', []);
    const before = await keys();
    const printed = await greet(app, { env });
    expect(printed).not.toMatch(/eyJ|ilk_/);
    expect(printed).toContain('npm run -s token -- --role analyst');
    expect(await keys()).toBe(before);
  });

  it('prints them at a terminal, and they are let in', async () => {
    const guarded = await start(settings(env));
    const tokens = credentialsIn(await greet(guarded, { env, isTerminal: true }));
    expect(await rolesOf(tokens['ADMIN'] ?? '', '/graphql', guarded.url)).toEqual(['ADMIN']);
  });
});

it.each([
  ['in production', { NODE_ENV: 'production' }],
  ['with an issuer of tokens', { OIDC_ISSUER: 'https://issuer.test', OIDC_AUDIENCE: 'interline' }],
])('prints addresses alone %s, even at a terminal', async (_where, env) => {
  const printed = await greet(app, { env, isTerminal: true });
  expect(printed).toContain(`${app.url}/graphql`);
  expect(printed).not.toMatch(/eyJ|ilk_|Worth trying/);
});

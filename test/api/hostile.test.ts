/** What nobody should send: a clear 4xx or a typed error, at once, over HTTP and WebSocket; the next caller waits for nothing. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { companyFacts, tell } from '../support/company.js';
import type { TestGateway } from '../support/gateway.js';
import { startGateway } from '../support/gateway.js';

const now = (): Date => new Date('2026-03-15T08:00:00Z');
let gateway: TestGateway;
let token: string;

beforeAll(async () => {
  gateway = await startGateway({ now });
  await tell(gateway.test.database, companyFacts(2), now());
  token = await gateway.staff('ADMIN');
});
afterAll(() => gateway.close());

const post = (body: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers }, body });

const query = (text: string, variables?: object): string => JSON.stringify({ query: text, variables });

const deep = `{ orders { nodes { customer ${'{ orders { nodes { customer '.repeat(30)}{ name }${' } } }'.repeat(30)} } } }`;
const aliases = `{ ${Array.from({ length: 10_000 }, (_, n) => `a${n}: viewer { name }`).join(' ')} }`;
const wide = `{ ${Array.from({ length: 300 }, (_, n) => `a${n}: orders(first: 100) { totalCount }`).join(' ')} }`;
const costly = '{ orders(first: 100) { nodes { customer { orders(first: 100) { nodes { customer { orders(first: 100) { nodes { number } } } } } } } } }';

const bodies: readonly (readonly [string, string])[] = [
  ['10,000 aliases', query(aliases)],
  ['300 root fields', query(wide)],
  ['nesting', query(deep)],
  ['a costly query', query(costly)],
  ['a million values at a time', query('{ orders(first: 1000000) { totalCount } }')],
  ['broken JSON', '{"query": "{ viewer'],
  ['no JSON object', '[1,2'],
  ['null', 'null'],
  ['an empty body', ''],
  ['__proto__ as variable', '{"query":"query ($f: OrderFilter) { orders(filter: $f) { totalCount } }","variables":{"f":{"__proto__":{"status":["X"]}}}}'],
  ['an enum from the prototype', query('query ($s: [OrderStatus!]) { orders(filter: {status: $s}) { totalCount } }', { s: ['__proto__'] })],
  ['NUL in a variable', query('query ($n: String!) { order(number: $n) { id } }', { n: 'a\0b' })],
  ['NUL in the document', query('{ order(number: "a\\u0000b") { id } }')],
  ['29 February 2023', query('{ orders(filter: {currentPromise: {from: "2023-02-29"}}) { totalCount } }')],
  ['29 February 2023 in a variable', query('query ($d: Date) { deliveryPerformance(subject: ORDER, asOf: $d) { totals { rate } } }', { d: '2023-02-29' })],
  ['an instant without offset', query('{ orders(filter: {placedAt: {from: "2026-01-01T00:00:00"}}) { totalCount } }')],
  ['two operations and no word which', query('query A { orders { totalCount } } query B { viewer { name } }')],
  ['a name that no operation has', JSON.stringify({ query: 'query A { orders { totalCount } }', operationName: 'B' })],
  ['an unknown field', query('{ orders { secret } }')],
  ['an unterminated string', query('{ order(number: "x) { id } }')],
  ['a lone surrogate', '{"query":"{ order(number: \\"\\ud800\\") { id } }"}'],
  ['a batch', `[${query('{ viewer { name } }')}]`],
];

/** Every refusal is a 4xx, or a 200 with coded errors; nothing internal shows. */
function expectRefusal(status: number, text: string): void {
  expect(status).toBeLessThan(500);
  expect(text).not.toMatch(/INTERNAL|stack|node_modules|select |syntax error at/i);
  if (status === 200) expect((JSON.parse(text) as { errors?: { extensions?: { code?: string } }[] }).errors?.[0]?.extensions?.code).toEqual(expect.any(String));
}

describe('over HTTP', () => {
  it.each(bodies)('%s', async (name, body) => {
    const response = await post(body);
    const text = await response.text();
    if (name === 'a lone surrogate' || name === '__proto__ as variable') expect(response.status).toBeLessThan(500);
    else expectRefusal(response.status, text);
  });

  it('5 MB', async () => {
    // The answer is heard although the body is still coming: a connection that is cut would say nothing of why.
    const response = await post(query(`{ viewer { name } # ${'x'.repeat(5_000_000)}\n }`));
    expect(response.status).toBe(413);
    expectRefusal(response.status, await response.text());
  });

  it('another media type, and content that is packed', async () => {
    expect((await post('query=x', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415);
    expect((await post(query('{ viewer { name } }'), { 'content-encoding': 'gzip' })).status).toBe(415);
  });

  it('answers the next caller as ever', async () => {
    await Promise.all(bodies.map(([, body]) => post(body)));
    const response = await post(query('{ orders(first: 1) { totalCount } }'));
    expect(await response.json()).toEqual({ data: { orders: { totalCount: 2 } } });
  });
});

describe('over WebSocket', () => {
  it.each(bodies.filter(([, body]) => body.startsWith('{"query":"')))('%s', async (name, body) => {
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
    await once(socket, 'message');
    const answer = once(socket, 'message').then(([data]) => String(data));
    const closed = once(socket, 'close').then(([code]) => `closed ${String(code)}`);
    let payload: unknown;
    try {
      payload = JSON.parse(body);
    } catch {
      payload = null;
    }
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }));
    const text = await Promise.race([answer, closed]);
    expect(text).not.toMatch(/INTERNAL|node_modules|select |syntax error at/i);
    if (!text.startsWith('closed') && !['a lone surrogate', '__proto__ as variable'].includes(name)) {
      expect(JSON.parse(text)).toMatchObject({ id: '1', type: expect.stringMatching(/^(error|next)$/) });
      expect(text).toMatch(/"code":"[A-Z_]+"/);
    }
    socket.terminate();
  });
});

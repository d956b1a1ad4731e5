import type { Audit } from 'graphql-http';
import { serverAudits } from 'graphql-http';
import { companyFacts, tell } from '../support/company.js';
import type { TestGateway } from '../support/gateway.js';
import { startGateway } from '../support/gateway.js';
import type { TestServer } from './support.js';
import { partnerKey, staffToken, startServer } from './support.js';

/** All audits, as somebody who has a token. `door` is known when they run. */
function auditsOf(door: () => { url: string; token: string }): Audit[] {
  const fetchFn = (url: string, init: RequestInit = {}): Promise<Response> =>
    fetch(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${door().token}`, 'apollo-require-preflight': '1' } });
  return serverAudits({ url: () => door().url, fetchFn });
}

const isMust = ({ name }: Audit): boolean => name.startsWith('MUST');

/** Where Apollo answers 400 in either media type: what cannot be run is refused, also to those who ask for application/json. */
const answered400 = new Set(['572B', 'FDE2', '7B9B']);

async function expectOk(audit: Audit): Promise<void> {
  const result = await audit.fn();
  expect({ status: result.status, reason: 'reason' in result ? result.reason : null }).toEqual({ status: 'ok', reason: null });
}

describe('GraphQL over HTTP', () => {
  let server: TestServer;
  let token: string;
  beforeAll(async () => {
    server = await startServer();
    token = await staffToken();
  });
  afterAll(() => server.stop());

  const audits = auditsOf(() => ({ url: `${server.url}/graphql`, token })).filter(isMust);
  it('is asked all that a server must do', () => expect(audits.length).toBe(13));
  for (const audit of audits) it(`audit ${audit.id}: ${audit.name}`, () => expectOk(audit));

  it('counts what it serves', async () => {
    await server.query('query Named { hello }');
    const text = await (await fetch(`${server.url}/metrics`)).text();
    expect(text).toMatch(/interline_graphql_operation_seconds_count\{type="query",name="Named",outcome="ok"\} 1/);
    expect(text).toMatch(/interline_http_requests_total\{route="\/graphql",method="POST",status="200"\} \d+/);
  });

  it('answers by POST and by GET', async () => {
    expect(await server.query('{ hello me }')).toMatchObject({ status: 200, body: { data: { hello: 'Hello you', me: 'staff ann by graphql' } } });
    const headers = { authorization: `Bearer ${token}`, 'apollo-require-preflight': '1' };
    const got = await fetch(`${server.url}/graphql?query=${encodeURIComponent('{ hello(name: "Bo") }')}`, { headers });
    expect(await got.json()).toEqual({ data: { hello: 'Hello Bo' } });
    expect(got.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('keeps the doors apart', async () => {
    expect(await server.query('{ me }', { token: partnerKey, path: '/partner/graphql' })).toMatchObject({
      status: 200,
      body: { data: { me: 'supplier api-client:1 by partner-graphql' } },
    });
    expect(await server.query('{ me }', { token: partnerKey })).toMatchObject({ status: 403, body: { errors: [{ extensions: { code: 'FORBIDDEN' } }] } });
    expect(await server.query('{ me }', { path: '/partner/graphql' })).toMatchObject({ status: 403 });
  });
});

/** With the plan, whose texts are passed through, and the shortcut, which a query takes when it comes again. */
describe.each([
  ['/graphql', (gateway: TestGateway) => gateway.staff('ADMIN')],
  ['/partner/graphql', (gateway: TestGateway) => gateway.partner('CARRIER', 'K-1')],
] as const)('a whole gateway at %s', (path, tokenOf) => {
  let gateway: TestGateway;
  let token: string;
  beforeAll(async () => {
    gateway = await startGateway();
    await tell(gateway.test.database, companyFacts(1), gateway.now());
    token = await tokenOf(gateway);
  });
  afterAll(() => gateway.close());

  const audits = auditsOf(() => ({ url: `${gateway.url}${path}`, token }));
  it('is asked everything', () => expect({ all: audits.length, must: audits.filter(isMust).length }).toEqual({ all: 61, must: 13 }));
  for (const audit of audits.filter(({ id }) => !answered400.has(id))) {
    it(`audit ${audit.id}, twice: ${audit.name}`, async () => {
      await expectOk(audit);
      await expectOk(audit);
    });
  }

  it.each(['*/*', 'application/json', 'application/graphql-response+json', 'text/html, application/json;q=0.9'])('answers alike the first and the third time, to accept %s', async (accept) => {
    const ask = async (): Promise<unknown> => {
      const response = await fetch(`${gateway.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, accept },
        body: JSON.stringify({ query: `query Recurs { shipments { totalCount } } # to ${accept}` }),
      });
      const { 'x-request-id': _id, date: _date, ...headers } = Object.fromEntries(response.headers);
      return { status: response.status, headers, text: await response.text() };
    };
    const first = await ask();
    expect(first).toMatchObject({ status: 200, text: '{"data":{"shipments":{"totalCount":1}}}' });
    await ask();
    expect(await ask()).toEqual(first);
  });
});

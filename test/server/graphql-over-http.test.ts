import { serverAudits } from 'graphql-http';
import type { TestServer } from './support.js';
import { partnerKey, staffToken, startServer } from './support.js';

describe('GraphQL over HTTP', () => {
  let server: TestServer;
  let token: string;
  beforeAll(async () => {
    server = await startServer();
    token = await staffToken();
  });
  afterAll(() => server.stop());

  const audits = serverAudits({
    url: () => `${server.url}/graphql`,
    fetchFn: (url: string, init: RequestInit = {}) => fetch(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}`, 'apollo-require-preflight': '1' } }),
  });
  for (const audit of audits.filter(({ name }) => name.startsWith('MUST'))) {
    it(`audit ${audit.id}: ${audit.name}`, async () => {
      const result = await audit.fn();
      expect({ status: result.status, reason: 'reason' in result ? result.reason : null }).toEqual({ status: 'ok', reason: null });
    });
  }

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

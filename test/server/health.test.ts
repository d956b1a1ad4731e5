import type { ConnectorFigures } from '../../src/server/connector-metrics.js';
import { createMetrics } from '../../src/server/metrics.js';
import type { TestServer } from './support.js';
import { startServer } from './support.js';

describe('health', () => {
  let server: TestServer;
  const database = { state: 'up' };
  beforeAll(async () => {
    const check = (): Promise<void> => (database.state === 'up' ? Promise.resolve() : database.state === 'down' ? Promise.reject(new Error('10.0.0.7 refused')) : new Promise(() => {}));
    server = await startServer({ checks: [{ name: 'database', check }], metricsToken: 'a token of 16 or more', corsOrigins: ['https://app.example.com'] });
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    database.state = 'up';
  });
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(server.url + path, { headers });
    return { status: response.status, body: await response.text() };
  };

  it('is alive as long as it answers, and ready where its checks hold', async () => {
    expect(await get('/healthz')).toEqual({ status: 200, body: '{"status":"ok"}' });
    expect(await get('/readyz')).toEqual({ status: 200, body: '{"status":"ready","database":"ok"}' });
    database.state = 'down';
    expect(await get('/readyz')).toEqual({ status: 503, body: '{"status":"not ready","database":"failed"}' });
    expect(await get('/healthz')).toMatchObject({ status: 200 });
  });

  it('does not wait for a check that hangs', async () => {
    database.state = 'hanging';
    expect(await get('/readyz')).toMatchObject({ status: 503 });
  });

  it('shows figures to whoever has the token', async () => {
    expect(await get('/metrics')).toMatchObject({ status: 401 });
    expect(await get('/metrics', { authorization: 'Bearer a-token-of-16-or-less' })).toMatchObject({ status: 401 });
    const { status, body } = await get('/metrics', { authorization: 'a token of 16 or more' });
    expect(status).toBe(200);
    expect(body).toContain('process_cpu_seconds_total');
    expect(body).toMatch(/interline_http_requests_total\{route="\/healthz",method="GET",status="200"\}/);
  });

  it('takes HEAD where it takes GET', async () => {
    const response = await fetch(`${server.url}/healthz`, { method: 'HEAD' });
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([200, '15', '']);
  });

  it('repeats a request id that is harmless, and makes one otherwise', async () => {
    const idFor = async (id: string): Promise<string | null> => (await fetch(`${server.url}/healthz`, { headers: { 'x-request-id': id } })).headers.get('x-request-id');
    expect(await idFor('trace-0001')).toBe('trace-0001');
    expect(await idFor('{"a":1}')).toMatch(/^[0-9a-f-]{36}$/);
  });

  describe('for pages on other origins', () => {
    const preflight = (origin: string) =>
      fetch(`${server.url}/graphql`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' } });

    it('lets the named ones in', async () => {
      const response = await preflight('https://app.example.com');
      expect(response.status).toBe(204);
      expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
      expect(response.headers.get('access-control-allow-headers')).toContain('authorization');
      const refused = await fetch(`${server.url}/graphql`, { method: 'POST', headers: { origin: 'https://app.example.com' } });
      expect([refused.status, refused.headers.get('access-control-allow-origin'), refused.headers.get('vary')]).toEqual([401, 'https://app.example.com', 'origin']);
    });

    it('and no other one', async () => {
      for (const origin of ['https://evil.example.com', 'null', 'https://app.example.com.evil.example']) {
        const response = await preflight(origin);
        expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([405, null]);
      }
    });
  });
});

describe('figures', () => {
  it('keep to a bounded number of operation names', async () => {
    const metrics = createMetrics();
    for (let n = 0; n < 1000; n += 1) metrics.startOperation()('query', `Name${n}`, 'ok');
    metrics.startOperation()('query', 'x'.repeat(5000), 'ok');
    metrics.startOperation()('query', null, 'ok');
    const text = await metrics.registry.metrics();
    const names = new Set([...text.matchAll(/interline_graphql_operation_seconds_count\{type="query",name="(\w+)"/g)].map(([, name]) => name));
    expect(names.size).toBe(202);
    expect(names).toContain('other');
    expect(names).toContain('anonymous');
  });

  it('ask their sources when they are read; one that fails takes no other with it', async () => {
    const metrics = createMetrics({
      eventLogLagSeconds: async () => 1.5,
      oldestWriterSeconds: async () => null,
      parkedMessages: () => Promise.reject(new Error('database is away')),
    });
    const text = await metrics.registry.metrics();
    expect(text).toContain('interline_event_log_lag_seconds 1.5');
    expect(text).toMatch(/interline_oldest_writer_seconds nan/i);
    expect(text).toMatch(/interline_parked_messages nan/i);
  });

  const figures: ConnectorFigures = {
    ...{ connectorId: 'easypost', cursor: 'a secret place', lastSuccessAt: null, lastAttemptAt: null, lagSeconds: 60, lastErrorKind: null, lastError: null },
    ...{ pausedAt: null, pausedBy: null, pulledMessages: 7, messagesLastHour: 2, lastMessageAt: null, messageAgeSeconds: 90, parkedMessages: 3, unmappedMessages: 4 },
    ...{ pendingCommands: 5, failedCommands: 6, breaker: 'closed', isPulled: true, isHeard: true },
  };

  it('of each connector come from one reading, and go with a connector that is no more', async () => {
    let connectors: readonly ConnectorFigures[] = [
      figures,
      { ...figures, connectorId: 'new', lagSeconds: null, messageAgeSeconds: null, pausedAt: '2026-03-01T00:00:00+00:00', breaker: 'open' },
      { ...figures, connectorId: 'pushes', lagSeconds: null, isPulled: false, breaker: 'probing' },
      { ...figures, connectorId: 'told', lagSeconds: null, isPulled: false, isHeard: false, messageAgeSeconds: null },
    ];
    const asked = { times: 0 };
    const { registry } = createMetrics({ connectors: async () => ((asked.times += 1), connectors) });
    const shown = async (): Promise<string[]> => (await registry.metrics()).split('\n').filter((line) => line.startsWith('interline_connector_')).sort();
    const counts = (connector: string): string[] => [
      `interline_connector_failed_commands{connector="${connector}"} 6`,
      `interline_connector_parked_messages{connector="${connector}"} 3`,
      `interline_connector_pending_commands{connector="${connector}"} 5`,
      `interline_connector_unmapped_messages{connector="${connector}"} 4`,
    ];
    const ofEasypost = [
      'interline_connector_breaker{connector="easypost"} 0',
      'interline_connector_paused{connector="easypost"} 0',
      'interline_connector_pulled_messages_total{connector="easypost"} 7',
      'interline_connector_seconds_since_message{connector="easypost"} 90',
      'interline_connector_seconds_since_success{connector="easypost"} 60',
      ...counts('easypost'),
    ];
    expect(await shown()).toEqual(
      [
        ...ofEasypost,
        ...['interline_connector_breaker{connector="new"} 2', 'interline_connector_breaker{connector="pushes"} 1'],
        ...['interline_connector_paused{connector="new"} 1', 'interline_connector_paused{connector="pushes"} 0'],
        ...['interline_connector_pulled_messages_total{connector="new"} 7', 'interline_connector_seconds_since_success{connector="new"} +Inf'],
        ...['interline_connector_seconds_since_message{connector="new"} +Inf', 'interline_connector_seconds_since_message{connector="pushes"} 90'],
        ...['interline_connector_breaker{connector="told"} 0', 'interline_connector_paused{connector="told"} 0'],
        ...[...counts('new'), ...counts('pushes'), ...counts('told')],
      ].sort(),
    );
    expect(asked.times).toBe(1);
    connectors = [figures];
    expect(await shown()).toEqual(ofEasypost.sort());
    expect(asked.times).toBe(2);
  });

  it('of connectors are absent where they cannot be read', async () => {
    const { registry } = createMetrics({ connectors: () => Promise.reject(new Error('database is away')), parkedMessages: async () => 1 });
    const text = await registry.metrics();
    expect(text).not.toContain('interline_connector_parked_messages{');
    expect(text).toContain('interline_parked_messages 1');
  });
});

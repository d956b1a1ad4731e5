/** A notice of an outside system makes its change visible at once, however long the next pull by the schedule may be away. */
import { setImmediate } from 'node:timers/promises';
import { Notices } from '../../src/app/notices.js';
import type { Connection } from '../../src/connectors/contract.js';
import type { Scheduler } from '../../src/jobs/scheduler.js';
import { createLog } from '../../src/server/log.js';
import { COMPANY, FakeBusinessCentral } from '../support/business-central.js';
import type { TestGateway } from '../support/gateway.js';
import { startGateway } from '../support/gateway.js';
import { serve, type TestServer } from '../http/server.js';
import { serveOData, type ODataServer } from '../support/odata-server.js';

const SECRET = 'a client state of our own';
const CUSTOMER = '6c1f0a10-0000-4000-8000-0000000000c1';

let erp: FakeBusinessCentral;
let server: ODataServer;
/** What stands before the gateway, under the address by which others know it. */
let front: TestServer;
let gateway: TestGateway;
let staff: string;

beforeAll(async () => {
  erp = new FakeBusinessCentral();
  erp.customers = [{ id: CUSTOMER, number: 'C-1', displayName: 'Kites & Co', lastModifiedDateTime: '2026-03-01T10:00:00Z' }];
  stand('Draft');
  server = await serveOData((call) => erp.answer(call));
  front = await serve((request, response) => {
    void fetch(`${gateway.url}${request.url ?? ''}`, { method: 'POST' }).then(async (answer) => response.writeHead(answer.status).end(await answer.text()));
  });
  const env = {
    CONNECTORS: 'bc:business-central',
    BC_URL: `${server.url}/api/v2.0`,
    BC_TOKEN_URL: `${server.url}/token`,
    BC_CLIENT_ID: 'app',
    BC_CLIENT_SECRET: 'secret',
    BC_COMPANY: COMPANY,
    BC_WEBHOOK_SECRET: SECRET,
    BC_WEBHOOK_URL: `${front.url}/webhooks/bc`,
    PULL_INTERVAL_SECONDS: '86400',
  };
  gateway = await startGateway({ env });
  staff = await gateway.staff('ADMIN');
});
afterAll(async () => {
  await gateway.close();
  await Promise.all([server.close(), front.close()]);
});

/** The only sales order, as it stands there from now on. */
function stand(status: string): void {
  erp.salesOrders = [
    {
      number: 'S-1', orderDate: '2026-03-01', customerId: CUSTOMER, currencyCode: 'EUR', status, lastModifiedDateTime: '2026-03-01T10:00:00Z',
      salesOrderLines: [{ sequence: 10000, lineType: 'Item', lineObjectNumber: 'KITE-3', description: 'Kite 3 m', unitOfMeasureCode: 'PCS', quantity: 50, unitPrice: 61.25, shippedQuantity: 0 }],
    },
  ];
}

let notices = 0;
async function notify(changeType = 'updated'): Promise<unknown> {
  notices += 1;
  const resource = `api/v2.0/companies(${COMPANY})/salesOrders(${notices})`;
  const { subscriptionId, clientState } = erp.subscriptions.at(-1) ?? {};
  const value = [{ subscriptionId, clientState, resource, changeType }];
  const response = await fetch(`${gateway.url}/webhooks/bc`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ value }) });
  return response.json();
}

const pulls = (): number => server.calls.filter(({ target }) => target.includes('/customers?')).length;

interface Change {
  readonly to: string;
  readonly order: { readonly number: string; readonly status: string };
}

/** Follows the order from the beginning; each call resolves with its next change. */
async function follow(): Promise<() => Promise<Change>> {
  const { data } = await gateway.graphql<{ events: { endCursor: string } }>(staff, '{ events(first: 1) { endCursor } }');
  const query = 'subscription ($after: Cursor) { orderStatusChanged(after: $after) { to order { number status } } }';
  const stream = gateway.socket(staff).iterate<{ orderStatusChanged: Change }>({ query, variables: { after: data?.events.endCursor } });
  return async () => ((await stream.next()) as { value: { data: { orderStatusChanged: Change } } }).value.data.orderStatusChanged;
}

/** Resolves once no pull is under way or asked for, with how many of those asked for have ended. */
async function askedRuns(): Promise<number> {
  const statement = `select state::text, coalesce(data->>'asked', 'false') as asked from pgboss.job where name = 'pull-connectors/bc'`;
  for (;;) {
    const runs = await gateway.test.database.reader.rows(statement, []);
    if (!runs.some(({ state, asked }) => state === 'active' || (state === 'created' && asked === 'true'))) {
      return runs.filter(({ state, asked }) => state === 'completed' && asked === 'true').length;
    }
    // The embedded database answers without a turn of the event loop, and timers wait for one.
    await setImmediate();
  }
}

const orders = '{ orders(first: 5) { nodes { number status } } }';

it('a notice brings the change, a burst of them takes two pulls at most, and a paused connector is left in peace', async () => {
  const next = await follow();
  const created = next();
  await gateway.app.startJobs();
  expect((await created).order).toEqual({ number: 'S-1', status: 'RECEIVED' });
  expect(pulls()).toBe(1);
  expect(erp.subscriptions.map(({ resource, clientState }) => [resource, clientState])).toEqual(
    ['customers', 'vendors', 'items', 'salesOrders'].map((set) => [`/api/v2.0/companies(${COMPANY})/${set}`, SECRET]),
  );

  const reviewed = next();
  stand('In Review');
  expect(await notify()).toEqual({ result: 'applied' });
  expect(await reviewed).toEqual({ to: 'IN_REVIEW', order: { number: 'S-1', status: 'IN_REVIEW' } });
  expect(await gateway.graphql(staff, orders)).toEqual({ data: { orders: { nodes: [{ number: 'S-1', status: 'IN_REVIEW' }] } } });
  expect(pulls()).toBe(2);

  const confirmed = next();
  const burst = Array.from({ length: 200 }, () => notify());
  await burst[0];
  stand('Open');
  await Promise.all([...burst, notify()]);
  expect((await confirmed).order.status).toBe('CONFIRMED');
  expect(pulls()).toBeLessThanOrEqual(4);

  await gateway.graphql(staff, 'mutation { pauseConnector(input: { connectorId: "bc" }) { connector { id } errors { code } } }');
  const before = { pulls: pulls(), asked: await askedRuns() };
  await notify();
  while ((await askedRuns()) === before.asked) await setImmediate();
  expect(pulls()).toBe(before.pulls);
}, 60_000);

describe('a notice', () => {
  const silent: Pick<Connection, 'check' | 'normalise'> = { check: () => Promise.resolve({ ok: true, detail: '' }), normalise: () => ({ facts: [], unmapped: [] }) };
  const connections = new Map<string, Connection>([['erp', { ...silent, pull: async function* () {} }], ['pushes', silent]]);
  const scheduler = (request: Scheduler['request']): Scheduler => ({ request, stop: () => Promise.resolve() });

  it('that comes before there is a scheduler waits for it, and one of a connector that is not pulled asks for nothing', () => {
    const asked: unknown[] = [];
    const notices = new Notices(connections, createLog({ level: 'silent' }));
    for (const id of ['erp', 'pushes', 'erp', 'unknown']) notices.note(id);
    notices.heed(scheduler((...request) => (asked.push(request), Promise.resolve())));
    notices.note('pushes');
    notices.note('erp');
    expect(asked).toEqual([['pull-connectors', 'erp'], ['pull-connectors', 'erp']]);
  });

  it('that cannot ask for a pull is logged and harms nothing', async () => {
    const log = createLog({ level: 'silent' });
    const logged = new Promise<unknown>((resolve) => (log.warn = resolve as typeof log.warn));
    const notices = new Notices(connections, log);
    notices.heed(scheduler(() => Promise.reject(new Error('the database is away'))));
    notices.note('erp');
    expect(await logged).toMatchObject({ connectorId: 'erp' });
  });
});

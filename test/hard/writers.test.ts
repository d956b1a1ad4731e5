/**
 * Many writers at a few shipments: 64 connections post shuffled and doubled scans through four connectors of two
 * gateways, the ERP tells of the same orders meanwhile, and some messages are poison. One end state, an unbroken log.
 */
import type { Fact } from '../../src/domain/facts.js';
import { OrderStatus } from '../../src/entities/enums.js';
import { SECRET, sign } from '../fixtures/easypost/shared.js';
import { tell } from '../support/company.js';
import type { TestDatabase } from '../support/database.js';
import { freshDatabase, serverUrl } from '../support/database.js';
import { untilReadable } from '../support/event-log.js';
import type { TestGateway } from '../support/gateway.js';
import { startGateway } from '../support/gateway.js';
import { recentCompany } from './place.js';
import { seeded } from './random.js';
import type { Scan } from './scans.js';
import { bodyOf, endStates, makeScans, milestones, overConnections } from './scans.js';
import { chainBreaks, readLog, readMessages, readShipments } from './view.js';

const shipments = 10;
const connections = 64;
const perShipment = serverUrl ? 20 : 10;
const accounts = ['easypost', 'easypost-b', 'easypost-c', 'easypost-d'];

const env = {
  CONNECTORS: accounts.map((id) => (id === 'easypost' ? id : `${id}:easypost`)).join(','),
  ...Object.fromEntries(accounts.map((id) => [`${id.toUpperCase().replaceAll('-', '_')}_WEBHOOK_SECRET`, SECRET])),
};

interface Stage {
  readonly test: TestDatabase;
  readonly gateways: readonly TestGateway[];
  readonly token: string;
}
const state: { stage?: Stage } = {};
const stage = (): Stage => state.stage as Stage;

beforeAll(async () => {
  const test = await freshDatabase();
  const gateways = [await startGateway({ test, env }), await startGateway({ test, env })];
  await tell(test.database, recentCompany(shipments), new Date());
  state.stage = { test, gateways, token: (await gateways[0]?.staff('ADMIN')) ?? '' };
});
afterAll(async () => {
  for (const gateway of stage().gateways) await gateway.close();
  await stage().test.close();
});

interface Sending {
  readonly url: string;
  readonly body: string;
}

const random = seeded(64);
const trackingNumbers = Array.from({ length: shipments }, (_, n) => `TRK${1000 + n}`);
const scans = makeScans(random, trackingNumbers, shipments * perShipment);

/** A message to one of the accounts of one of the gateways. */
function somewhere(body: string): Sending {
  const gateway = stage().gateways[random.below(2)];
  return { url: `${gateway?.url}/webhooks/${accounts[random.below(accounts.length)]}`, body };
}

const good = bodyOf({ ...(scans[0] as Scan), id: 'evt_poison' });

/** What no sender should send, each with its own idea of how to harm, and the answer that it gets. */
const poison: readonly { readonly name: string; readonly body: string; readonly status: number }[] = [
  { name: 'broken JSON', body: good.slice(0, -20), status: 400 },
  { name: 'an unknown shipment', body: bodyOf({ ...(scans[0] as Scan), id: 'evt_unknown', trackingNumber: 'NOBODY' }), status: 200 },
  { name: 'NUL in a description', body: good.replace('"message":"evt_poison"', '"message":"a\\u0000b"').replaceAll('evt_poison', 'evt_nul'), status: 400 },
  { name: 'NUL in the id', body: good.replaceAll('evt_poison', 'evt_\\u0000'), status: 400 },
  { name: 'a day that does not exist', body: good.replaceAll('evt_poison', 'evt_timeless').replace(/"updated_at":"[^"]*"/, '"updated_at":"2023-02-29T00:00:00Z"'), status: 200 },
  { name: 'a tracking number that every object has', body: good.replaceAll('evt_poison', 'evt_proto').replaceAll('"TRK1000"', '"__proto__"'), status: 200 },
];

it('comes to one end state, whatever the order, with nothing lost, doubled or refused', async () => {
  const doubled = random.shuffled([...scans, ...scans].map((scan) => somewhere(bodyOf(scan))));
  const mixed = random.shuffled([...doubled, ...poison.map(({ body }) => somewhere(body))]);
  const answers: { status: number; body: string }[] = [];
  await Promise.all([
    overConnections(connections, mixed, async ({ url, body }) => {
      const response = await fetch(url, { method: 'POST', headers: sign(body), body });
      answers.push({ status: response.status, body });
      await response.arrayBuffer();
    }),
    moveOrders(),
  ]);

  const poisonous = new Map(poison.map(({ body, status }) => [body, status]));
  const unexpected = answers.filter(({ status, body }) => status !== (poisonous.get(body) ?? 200));
  expect(unexpected).toEqual([]);

  const { token, gateways, test } = stage();
  const url = gateways[0]?.url ?? '';
  await untilReadable(test.database);
  const log = await readLog(url, token);
  expect(chainBreaks(log)).toEqual([]);
  expect(log.filter(({ objectType }) => objectType === 'SHIPMENT').length).toBeGreaterThan(2 * shipments);
  expect(log.filter(({ objectType }) => objectType === 'ORDER').length).toBeGreaterThan(2 * shipments);

  const states = endStates(scans);
  const found = await readShipments(url, token);
  const expected = trackingNumbers.map((trackingNumber) => ({
    trackingNumber,
    status: states.get(trackingNumber),
    scans: scans.filter((scan) => scan.trackingNumber === trackingNumber).map(({ id }) => id),
  }));
  const sorted = found
    .map(({ trackingNumber, status, scans: seen }) => ({ trackingNumber, status, scans: seen.toSorted(byNumber) }))
    .sort((a, b) => byNumber(a.trackingNumber, b.trackingNumber));
  expect(sorted).toEqual(expected);
});

it('keeps every poisoned message that could be read, parked with its reason', async () => {
  const { token, gateways } = stage();
  const parked = (await readMessages(gateways[0]?.url ?? '', token)).filter(({ status }) => status === 'PARKED');
  expect(parked.map(({ reason }) => reason?.split(' ')[0]).sort()).toEqual(['UNKNOWN_SHIPMENT', 'UNKNOWN_SHIPMENT', 'UNREADABLE']);
});

it('says the same in each object\'s last event and in the object', async () => {
  const { token, gateways } = stage();
  const url = gateways[0]?.url ?? '';
  const last = new Map((await readLog(url, token)).map(({ objectId, to }) => [objectId, to]));
  for (const { id, status } of await readShipments(url, token)) expect(last.get(id)).toBe(status);
  expect(Object.values(milestones)).toEqual(expect.arrayContaining([...endStates(scans).values()]));
});

/** The ERP moves the orders whose goods the scans are about. */
async function moveOrders(): Promise<void> {
  const orders = recentCompany(shipments).filter((fact) => fact.kind === 'order');
  const steps = [OrderStatus.IN_REVIEW, OrderStatus.CONFIRMED, OrderStatus.IN_PRODUCTION, OrderStatus.READY_TO_SHIP];
  const sourceOf = (order: Fact, step: number): Fact['source'] => ({
    ...order.source,
    version: `${step + 2}`,
    updatedAt: new Date(Date.parse(order.source.updatedAt ?? '') + (step + 1) * 60_000).toISOString(),
  });
  for (const [step, status] of steps.entries()) {
    await Promise.all(orders.map((order) => tell(stage().test.database, [{ ...order, status, source: sourceOf(order, step) }], new Date())));
  }
}

function byNumber(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

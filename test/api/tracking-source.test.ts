/** Which outside system told a tracking event: for our own people, and for nobody else. */
import { applyFacts, locksForFacts } from '../../src/domain/apply/index.js';
import type { TrackingFact } from '../../src/domain/facts.js';
import { transact } from '../../src/domain/transaction.js';
import type { Em } from '../../src/entities/orm.js';
import { bodyOf, easypostEnv, makeScans, post } from '../hard/scans.js';
import { seeded } from '../hard/random.js';
import { companyFacts, erp, tell } from '../support/company.js';
import type { TestGateway } from '../support/gateway.js';
import { startGateway } from '../support/gateway.js';

const now = (): Date => new Date('2026-03-15T08:00:00Z');
let gateway: TestGateway;
let staff: string;

const scans = makeScans(seeded(7), ['TRK1000'], 2);
/** An event that the ERP knows, too: some have it from the carrier themselves. */
const ofErp: TrackingFact = {
  kind: 'tracking',
  source: { externalId: 'e-1', version: null, updatedAt: null },
  trackingNumber: 'TRK1000',
  carrier: null,
  snapshotAt: null,
  events: [{ eventKey: 'e-1', occurredAt: '2026-03-01T08:00:00+08:00', zoneAssumed: false, classifier: 'ACTUAL', milestone: null, carrierCode: null, description: 'booked' }],
};

beforeAll(async () => {
  gateway = await startGateway({ now, env: easypostEnv });
  await tell(gateway.test.database, [...companyFacts(2), ofErp], now());
  for (const scan of scans) expect(await post(gateway.url, bodyOf(scan))).toMatchObject({ result: 'applied' });
  staff = await gateway.staff('LOGISTICS');
});
afterAll(() => gateway.close());

const query = '{ shipment(number: "SH-1000") { trackingEvents { nodes { description recordedAt source { system externalId version syncedAt stale } } } } }';

async function sources(): Promise<Record<string, { system: string } | null>> {
  const { data } = await gateway.graphql<{ shipment: { trackingEvents: { nodes: { description: string; source: { system: string } | null }[] } } }>(staff, query);
  return Object.fromEntries(data?.shipment.trackingEvents.nodes.map(({ description, source }) => [description, source]) ?? []);
}

it('names the connector that told each event, and when', async () => {
  const found = await sources();
  const stamp = { externalId: null, version: null, syncedAt: expect.any(String) as string, stale: false };
  expect(found).toEqual({
    booked: { system: erp, ...stamp },
    ...Object.fromEntries(scans.map(({ id }) => [id, { system: 'easypost', ...stamp }])),
  });
});

it('keeps who told an event first, whoever tells it again', async () => {
  const again: TrackingFact = { ...ofErp, events: [...ofErp.events, ...ofErp.events.map((event) => ({ ...event, eventKey: 'e-2', description: 'weighed' }))] };
  const options = { now: now(), by: { actor: 'kite', channel: 'pull:kite' }, locks: (em: Em) => locksForFacts(em, [again], 'kite') };
  const { applied } = await transact(gateway.test.database, options, (tx) => applyFacts(tx, [again], { system: 'kite', master: false }));
  expect(applied).toBe(1);
  expect(await sources()).toMatchObject({ booked: { system: erp }, weighed: { system: 'kite' } });
});

it('is null for events from before it was kept', async () => {
  const { em } = gateway.test.database;
  await em.fork().execute(`update tracking_event set source_system = null where description = 'booked'`);
  expect((await sources())['booked']).toBeNull();
});

it.each([['SUPPLIER', 'S-1'], ['CARRIER', 'K-1']] as const)('is told to no %s', async (role, number) => {
  const key = await gateway.partner(role, number);
  const there = await gateway.graphql(key, query, undefined, { path: '/partner/graphql' });
  expect(there.errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  const here = await gateway.graphql(key, query);
  expect(here.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', paths: ['shipment.trackingEvents.nodes.source'] } }]);
});

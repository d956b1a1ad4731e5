/** What a carrier takes back and names no shipment for: from the signed call to the shipments that were told of it. */
import { replayEarly } from '../../src/domain/inbox.js';
import { apply, by, parties, rows, shipment } from '../domain/write/facts.js';
import { connect, SECRET, sign } from '../fixtures/dcsa/shared.js';
import { startGateway, type TestGateway } from '../support/gateway.js';

const now = (): Date => new Date('2026-03-05T12:00:00Z');
let gateway: TestGateway;

beforeAll(async () => {
  const env = { CONNECTORS: 'line:dcsa,other:dcsa' };
  const settings = (id: string) => ({ [`${id}_URL`]: 'https://api.carrier.example/tnt', [`${id}_WEBHOOK_SECRET`]: SECRET, [`${id}_TRACK_BY`]: 'EQ', [`${id}_CARRIER`]: id === 'LINE' ? 'Kite Parcels' : 'Swan Lines' });
  gateway = await startGateway({ now, env: { ...env, ...settings('LINE'), ...settings('OTHER') } });
  await apply(gateway.test.database, parties);
});
afterAll(() => gateway.close());

const delivered = (eventID: string, ...containers: string[]): object => ({
  eventID,
  eventType: 'EQUIPMENT',
  eventCreatedDateTime: '2026-03-04T09:30:00Z',
  eventClassifierCode: 'ACT',
  eventDateTime: '2026-03-04T16:05:00+08:00',
  equipmentEventTypeCode: 'DROP',
  references: containers.map((referenceValue) => ({ referenceType: 'EQ', referenceValue })),
});
const takenBack = (eventID: string, retractedEventID: string): object => ({
  metadata: { eventID, eventCreatedDateTime: '2026-03-05T09:30:00Z', eventType: 'EQUIPMENT', retractedEventID },
});

async function post(content: object, connector = 'line'): Promise<number> {
  const body = JSON.stringify(content);
  return (await fetch(`${gateway.url}/webhooks/${connector}`, { method: 'POST', body, headers: sign(body) })).status;
}

const statuses = async (...numbers: string[]): Promise<(string | null | undefined)[]> => {
  const found = await rows(gateway.test.database, 'select number, status from shipment');
  return numbers.map((number) => found.find((row) => row['number'] === `SH-${number}`)?.['status']);
};
const reasons = async (): Promise<(string | null | undefined)[]> =>
  (await rows(gateway.test.database, `select reason from inbox_message where status = 'PARKED' order by received_at, id`)).map(({ reason }) => reason);

const ship = (id: string, change: object = {}) => apply(gateway.test.database, [shipment(id, [], { trackingNumber: `CONT-${id}`, ...change })]);

it('counts no more for any shipment that was told of it', async () => {
  for (const id of ['A', 'B', 'C']) await ship(id);
  expect(await post(delivered('e1', 'CONT-A', 'CONT-B'))).toBe(204);
  expect(await post(delivered('e2', 'CONT-C'))).toBe(204);
  expect(await statuses('A', 'B', 'C')).toEqual(['DELIVERED', 'DELIVERED', 'DELIVERED']);
  expect(await post(takenBack('r1', 'e1'))).toBe(204);
  expect(await statuses('A', 'B', 'C')).toEqual(['CREATED', 'CREATED', 'DELIVERED']);
  expect(await reasons()).toEqual([]);
});

it('is of the carrier that takes it back, where two carriers have an event of that name', async () => {
  await ship('K', { carrier: 'K1' });
  await ship('S', { carrier: 'K2' });
  await post(delivered('same', 'CONT-K'));
  await post(delivered('same', 'CONT-S'), 'other');
  expect(await statuses('K', 'S')).toEqual(['DELIVERED', 'DELIVERED']);
  expect(await post(takenBack('r-same', 'same'), 'other')).toBe(204);
  expect(await statuses('K', 'S')).toEqual(['DELIVERED', 'CREATED']);
});

it('waits for an event that comes after it', async () => {
  await ship('L');
  expect(await post(takenBack('r-late', 'late'))).toBe(204);
  expect(await reasons()).toEqual(['UNKNOWN_SHIPMENT {"takesBack":"late"}']);
  await post(delivered('late', 'CONT-L'));
  expect(await statuses('L')).toEqual(['DELIVERED']);
  const { normalise } = connect({ TRACK_BY: 'EQ' });
  const { signal } = new AbortController();
  expect(await replayEarly(gateway.test.database, () => ({ normalise, master: false }), { now: now(), by, limit: 10, signal })).toBe(1);
  expect(await statuses('L')).toEqual(['CREATED']);
});

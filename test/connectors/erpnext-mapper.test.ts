import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConnectorError, type Message, type Normalised } from '../../src/connectors/contract.js';
import { normalise as normaliseIn } from '../../src/connectors/erp/erpnext/mapper.js';
import { Zone } from '../../src/connectors/erp/shared/zone.js';

interface Fixture {
  readonly topic: string;
  readonly record: Record<string, unknown>;
  /** Without versions: those are digests of the facts. */
  readonly facts: readonly { readonly source: object }[];
  readonly unmapped: readonly unknown[];
}

const FOLDER = new URL('../fixtures/erpnext/', import.meta.url);
const names = readdirSync(FOLDER).map((file) => file.replace('.json', ''));
const fixture = (name: string): Fixture => JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as Fixture;
const normalise = (topic: string, record: unknown, zone = new Zone('Europe/Berlin')): Normalised => normaliseIn(message(topic, record), zone);

function message(topic: string, record: unknown): Message {
  const body = Buffer.from(typeof record === 'string' ? record : JSON.stringify(record));
  return { messageId: 'test', topic, body, contentType: 'application/json', receivedAt: new Date(0) };
}

describe('ERPNext documents become facts', () => {
  it.each(names)('%s', (name) => {
    const { topic, record, facts, unmapped } = fixture(name);
    // Through JSON: a member that is undefined was not said, which is as good as absent.
    const told = JSON.parse(JSON.stringify(normalise(topic, record))) as { facts: { source: { version?: string } }[]; unmapped: unknown };
    for (const { source } of told.facts) {
      expect(source.version).toMatch(/^2026-\d{2}-\d{2} [\d:.]+\/[0-9a-f]{16}$/);
      delete source.version;
    }
    expect(told).toEqual({ facts, unmapped });
  });

  const statusOf = (name: string, changed: object): unknown => {
    const { topic, record } = fixture(name);
    const [fact] = normalise(topic, { ...record, ...changed }).facts;
    return fact !== undefined && 'status' in fact ? fact.status : undefined;
  };

  it.each([
    [{ status: 'Draft' }, 'RECEIVED'],
    [{ status: 'On Hold', per_delivered: 0 }, 'CONFIRMED'],
    [{ status: 'To Pay', per_delivered: null }, 'CONFIRMED'],
    [{ status: 'To Deliver', per_delivered: 100 }, 'SHIPPED'],
    [{ status: 'To Bill' }, 'SHIPPED'],
    [{ status: 'Completed' }, 'COMPLETED'],
    [{ status: 'Closed' }, 'COMPLETED'],
    [{ status: 'Cancelled' }, 'CANCELLED'],
    [{ status: '__proto__' }, undefined],
  ])('a Sales Order with %j is %s', (changed, status) => {
    expect(statusOf('sales-order-partly-delivered', changed)).toBe(status);
  });

  it.each([
    [{ status: 'Draft' }, 'DRAFT'],
    [{ status: 'On Hold' }, 'ISSUED'],
    [{ status: 'To Receive' }, 'ISSUED'],
    [{ status: 'To Bill' }, 'RECEIVED'],
    [{ status: 'Delivered' }, 'RECEIVED'],
    [{ status: 'Completed' }, 'CLOSED'],
    [{ status: 'Closed' }, 'CLOSED'],
    [{ status: 'Cancelled' }, 'CANCELLED'],
  ])('a Purchase Order with %j is %s', (changed, status) => {
    expect(statusOf('purchase-order-issued', changed)).toBe(status);
  });

  it('bear the same version by webhook and by pull, and another one where the content differs', () => {
    const { topic, record } = fixture('purchase-order-by-webhook');
    const { doctype, owner, taxes, grand_total, ...pulled } = record;
    expect([doctype, owner, taxes, grand_total]).not.toContain(undefined);
    const versionOf = (given: object): unknown => normalise(topic, given).facts[0]?.source.version;
    expect(versionOf(pulled)).toBe(versionOf(record));
    const [item] = record['items'] as object[];
    expect(versionOf({ ...record, items: [{ ...item, received_qty: 1 }] })).not.toBe(versionOf(record));
  });

  it('are read in the zone of the site, summer and winter', () => {
    const updatedAt = (modified: string, zone: string): unknown => normalise('Item', { ...fixture('item').record, modified }, new Zone(zone)).facts[0]?.source.updatedAt;
    expect(updatedAt('2026-01-15 12:00:00', 'Asia/Kolkata')).toBe('2026-01-15T12:00:00+05:30');
    expect(updatedAt('2026-01-15 12:00:00', 'America/St_Johns')).toBe('2026-01-15T12:00:00-03:30');
    expect(updatedAt('2026-03-29 01:59:59', 'Europe/Berlin')).toBe('2026-03-29T01:59:59+01:00');
    expect(updatedAt('2026-03-29 03:00:00', 'Europe/Berlin')).toBe('2026-03-29T03:00:00+02:00');
  });

  it.each([
    ['a topic of another system', 'sale.order', '{}'],
    ['a topic that every object has', 'constructor', '{}'],
    ['what is not JSON', 'Item', '{"name":1'],
    ['no document', 'Item', 'null'],
  ])('refuses %s', (_what, topic, text) => {
    expect(() => normalise(topic, text)).toThrow(ConnectorError);
    expect(() => normalise(topic, text)).toThrow(expect.objectContaining({ kind: 'contract' }) as Error);
  });

  it.each([
    ['Item', 'item', { modified: '2023-02-29 10:00:00' }, /modified/],
    ['Item', 'item', { modified: '2026-02-03T09:10:11Z' }, /modified/],
    ['Purchase Receipt', 'purchase-receipt-draft', { posting_date: '2023-02-29' }, /posting_date/],
    ['Delivery Note', 'delivery-note-draft', { posting_time: '24:00:00' }, /posting_time/],
    ['Sales Order', 'sales-order-draft-entered-late', { items: null }, /items/],
  ])('refuses a %s (%s) with %j, and says where', (topic, name, changed, place) => {
    expect(() => normalise(topic, { ...fixture(name).record, ...changed })).toThrow(place);
  });
});

describe("ERPNext's own test records", () => {
  const folder = join(process.env.INTERLINE_DATA ?? join(import.meta.dirname, '../../../shared/data'), 'erp/erpnext');
  const present = existsSync(folder);
  if (!present) process.stderr.write(`ERPNext's test records skipped: ${folder} is absent\n`);

  (present ? it.each : it.skip.each)([
    ['Sales Order', 'sales_order.test_records.json', 'order', 'delivery_date'],
    ['Purchase Order', 'purchase_order.test_records.json', 'purchaseOrder', 'schedule_date'],
  ])('a %s is read, with what the database adds to it', (topic, file, kind, date) => {
    const [record] = JSON.parse(readFileSync(join(folder, file), 'utf8')) as [Record<string, unknown> & { items: Record<string, unknown>[] }];
    const saved = { name: 'X-1', docstatus: 0, status: 'Draft', creation: '2013-02-21 10:00:00', modified: '2013-02-21 10:00:00.000001' };
    const items = record.items.map((item, index): Record<string, unknown> => ({ name: `row${index}`, idx: index + 1, ...item }));
    const { facts, unmapped } = normalise(topic, { ...record, ...saved, items });
    expect(unmapped).toEqual([]);
    expect(facts).toMatchObject([{ kind, lines: items.map((item) => ({ quantity: String(item['qty']), requestedDate: item[date] })) }]);
  });
});

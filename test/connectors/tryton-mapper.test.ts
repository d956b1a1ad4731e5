import { readdirSync, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { ConnectorError, type Message } from '../../src/connectors/contract.js';
import { normalise } from '../../src/connectors/erp/tryton/mapper.js';

interface Fixture {
  readonly topic: string;
  readonly record: Record<string, unknown>;
  /** Without versions: those are digests of the record. */
  readonly facts: readonly { readonly source: object }[];
  readonly unmapped: readonly unknown[];
}

const FOLDER = new URL('../fixtures/tryton/', import.meta.url);
const names = readdirSync(FOLDER).map((file) => file.replace('.json', ''));
const fixture = (name: string): Fixture => JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as Fixture;

function message(topic: string, record: unknown): Message {
  const body = Buffer.from(typeof record === 'string' ? record : JSON.stringify(record));
  return { messageId: 'test', topic, body, contentType: 'application/json', receivedAt: new Date(0) };
}

describe('Tryton records become facts', () => {
  it.each(names)('%s', (name) => {
    const { topic, record, facts, unmapped } = fixture(name);
    const version = createHash('sha256').update(JSON.stringify(record)).digest('hex').slice(0, 32);
    const expected = facts.map((fact) => ({ ...fact, source: { ...fact.source, version, observedAt: new Date(0).toISOString() } }));
    // Through JSON: a member that is undefined was not said, which is as good as absent.
    expect(JSON.parse(JSON.stringify(normalise(message(topic, record))))).toEqual({ facts: expected, unmapped });
  });

  it('tells a state it knows from every other one', () => {
    const { topic, record } = fixture('sale-draft');
    const statusOf = (state: string, shipment_state = 'none'): unknown => {
      const [fact] = normalise(message(topic, { ...record, state, shipment_state })).facts;
      return fact?.kind === 'order' ? fact.status : undefined;
    };
    expect(statusOf('quotation')).toBe('AWAITING_CUSTOMER');
    expect(statusOf('confirmed')).toBe('CONFIRMED');
    expect(statusOf('processing', 'waiting')).toBe('CONFIRMED');
    expect(statusOf('processing', 'exception')).toBe('CONFIRMED');
    expect(statusOf('processing', 'sent')).toBe('SHIPPED');
    expect(statusOf('processing', 'lost')).toBeUndefined();
    expect(statusOf('done', 'sent')).toBe('COMPLETED');
    expect(statusOf('cancelled')).toBe('CANCELLED');
    expect(statusOf('constructor')).toBeUndefined();
  });

  it('follows a purchase from draft to closed', () => {
    const { topic, record } = fixture('purchase-issued');
    const statusOf = (changed: object): unknown => {
      const [fact] = normalise(message(topic, { ...record, ...changed })).facts;
      return fact?.kind === 'purchaseOrder' ? fact.status : undefined;
    };
    expect(statusOf({ state: 'draft' })).toBe('DRAFT');
    expect(statusOf({ state: 'quotation' })).toBe('PENDING_APPROVAL');
    expect(statusOf({ state: 'confirmed' })).toBe('APPROVED');
    expect(statusOf({})).toBe('ISSUED');
    expect(statusOf({ reference: 'Q-1' })).toBe('CONFIRMED');
    expect(statusOf({ shipment_state: 'received' })).toBe('RECEIVED');
    expect(statusOf({ state: 'done', shipment_state: 'received' })).toBe('CLOSED');
    expect(statusOf({ state: 'cancelled' })).toBe('CANCELLED');
    expect(statusOf({ state: 'lent' })).toBeUndefined();
  });

  it('gives a date only to the lines of a draft that somebody set, and promises none without the supplier', () => {
    const { topic, record } = fixture('purchase-partly-confirmed');
    const lines = (record['lines.'] as object[]).map((line) => ({ ...line, 'moves.': [] }));
    const [fact] = normalise(message(topic, { ...record, state: 'draft', reference: null, 'lines.': lines })).facts;
    if (fact?.kind !== 'purchaseOrder') throw new Error('no purchase order');
    expect(fact.lines.map(({ requestedDate }) => requestedDate)).toEqual(['2023-12-08', null]);
    expect(fact.lines.map(({ promisedDate }) => promisedDate)).toEqual([undefined, undefined]);
  });

  it('takes no line as accepted before the purchase is ordered, whatever an offer has put into it', () => {
    const { topic, record } = fixture('purchase-partly-confirmed');
    const statusesIn = (state: string): unknown => {
      const [fact] = normalise(message(topic, { ...record, state })).facts;
      return fact?.kind === 'purchaseOrder' ? [fact.status, fact.lines.some(({ status }) => status === 'ACCEPTED')] : undefined;
    };
    expect(statusesIn('processing')).toEqual(['PARTLY_CONFIRMED', true]);
    expect(statusesIn('draft')).toEqual(['DRAFT', false]);
    expect(statusesIn('quotation')).toEqual(['PENDING_APPROVAL', false]);
    expect(statusesIn('confirmed')).toEqual(['APPROVED', false]);
  });

  it('takes the day where a shipment was entered on another day than it left', () => {
    const { topic, record } = fixture('shipment-done-two-packages');
    const late = { ...(record['create_date'] as object), day: 5 };
    const [fact] = normalise(message(topic, { ...record, create_date: late })).facts;
    expect(fact).toMatchObject({ shippedAt: '2023-12-03T00:00:00Z' });
  });

  it.each([
    ['a topic of another system', 'sale.order', '{}'],
    ['a topic that every object has', 'constructor', '{}'],
    ['what is not JSON', 'sale.sale', '{"id":1'],
    ['what is not UTF-8', 'sale.sale', ''],
    ['no record', 'sale.sale', 'null'],
  ])('refuses %s', (_what, topic, text) => {
    const given = message(topic, text);
    const broken = text === '' ? { ...given, body: Uint8Array.of(0x22, 0xff, 0x22) } : given;
    expect(() => normalise(broken)).toThrow(ConnectorError);
    expect(() => normalise(broken)).toThrow(expect.objectContaining({ kind: 'contract' }) as Error);
  });

  it('names what is wrong in a record', () => {
    const { topic, record } = fixture('sale-partly-shipped');
    const [title, line] = record['lines.'] as object[];
    const wrong = { ...record, 'lines.': [title, { ...line, quantity: '3' }], _timestamp: 'now' };
    expect(() => normalise(message(topic, wrong))).toThrow(/sale\.sale: _timestamp: .*; lines\.\.1\.quantity: /);
  });
});

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { ConnectorError, type Message, type Normalised } from '../../src/connectors/contract.js';
import { NOTICE_TOPIC, normalise as normaliseIn } from '../../src/connectors/erp/odoo/mapper.js';
import { toWireDay } from '../../src/connectors/erp/odoo/values.js';
import { verifyWebhook } from '../../src/connectors/erp/odoo/webhook.js';
import { Zone } from '../../src/connectors/erp/shared/zone.js';

interface Fixture {
  readonly topic: string;
  readonly record: Record<string, unknown>;
  /** Without versions: those are digests of the record. */
  readonly facts: readonly { readonly source: object }[];
  readonly unmapped: readonly unknown[];
}

const FOLDER = new URL('../fixtures/odoo/', import.meta.url);
const names = readdirSync(FOLDER).map((file) => file.replace('.json', ''));
const fixture = (name: string): Fixture => JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as Fixture;
const berlin = new Zone('Europe/Berlin');
const normalise = (topic: string, record: unknown, zone = berlin): Normalised => normaliseIn(message(topic, record), zone);

function message(topic: string, record: unknown): Message {
  const body = Buffer.from(typeof record === 'string' ? record : JSON.stringify(record));
  return { messageId: 'test', topic, body, contentType: 'application/json', receivedAt: new Date(0) };
}

describe('Odoo records become facts', () => {
  it.each(names)('%s', (name) => {
    const { topic, record, facts, unmapped } = fixture(name);
    const version = createHash('sha256').update(JSON.stringify(record)).digest('hex').slice(0, 32);
    // A webhook tells of one row, whose time cannot go back.
    const seen = topic === NOTICE_TOPIC ? {} : { observedAt: new Date(0).toISOString() };
    const expected = facts.map((fact) => ({ ...fact, source: { ...fact.source, version, ...seen } }));
    // Through JSON: a member that is undefined was not said, which is as good as absent.
    const { isNotice: _, ...told } = normalise(topic, record);
    expect(JSON.parse(JSON.stringify(told))).toEqual({ facts: expected, unmapped });
  });

  const statusOf = (name: string, changed: object): unknown => {
    const { topic, record } = fixture(name);
    const [fact] = normalise(topic, { ...record, ...changed }).facts;
    return fact !== undefined && 'status' in fact ? fact.status : undefined;
  };

  it.each([
    [{ state: 'draft' }, 'RECEIVED'],
    [{ state: 'sent' }, 'AWAITING_CUSTOMER'],
    [{ delivery_status: 'pending' }, 'CONFIRMED'],
    [{ delivery_status: 'started' }, 'CONFIRMED'],
    [{ delivery_status: 'full' }, 'SHIPPED'],
    [{ delivery_status: false }, 'PARTLY_SHIPPED'],
    [{ state: 'cancel' }, 'CANCELLED'],
    [{ state: 'constructor' }, undefined],
  ])('a sale with %j is %s', (changed, status) => {
    expect(statusOf('sale-partly-delivered', changed)).toBe(status);
  });

  it.each([
    [{ state: 'draft' }, 'DRAFT'],
    [{ state: 'sent' }, 'DRAFT'],
    [{ state: 'to approve' }, 'PENDING_APPROVAL'],
    [{}, 'CONFIRMED'],
    [{ acknowledged: false }, 'ISSUED'],
    [{ 'order_line.': [] }, 'ISSUED'],
    [{ state: 'cancel' }, 'CANCELLED'],
    [{ state: 'lent' }, undefined],
  ])('a purchase with %j is %s', (changed, status) => {
    expect(statusOf('purchase-acknowledged', changed)).toBe(status);
  });

  it('puts a date-time on the day that it is in the zone of the company', () => {
    const { topic, record } = fixture('purchase-issued');
    const daysIn = (zone: string): unknown => {
      const [fact] = normalise(topic, record, new Zone(zone)).facts;
      return fact?.kind === 'purchaseOrder' ? fact.lines.map(({ requestedDate }) => requestedDate) : undefined;
    };
    expect(daysIn('Europe/Berlin')).toEqual(['2026-03-02', '2026-03-03']);
    expect(daysIn('America/New_York')).toEqual(['2026-03-02', '2026-03-02']);
    expect(daysIn('Pacific/Auckland')).toEqual(['2026-03-03', '2026-03-03']);
  });

  it.each([
    ['a topic of another system', 'sale.sale', '{}'],
    ['a topic that every object has', 'constructor', '{}'],
    ['what is not JSON', 'sale.order', '{"id":1'],
    ['no record', 'sale.order', 'null'],
    ['a webhook that names no record', 'webhook', '{"_model":"res.partner"}'],
  ])('refuses %s', (_what, topic, text) => {
    expect(() => normalise(topic, text)).toThrow(ConnectorError);
    expect(() => normalise(topic, text)).toThrow(expect.objectContaining({ kind: 'contract' }) as Error);
  });

  it.each(['2023-02-29 10:00:00', '2026-02-03', '2026-02-03T09:10:11Z', '2026-02-03 25:00:00', true])('refuses %j for a time, and says where', (write_date) => {
    const { topic, record } = fixture('carrier');
    expect(() => normalise(topic, { ...record, write_date })).toThrow(/delivery\.carrier: write_date/);
  });
});

describe('a day as a date-time', () => {
  it.each([
    ['Europe/Berlin', '2026-04-10', '2026-04-10 12:00:00'],
    ['Pacific/Honolulu', '2026-04-10', '2026-04-10 12:00:00'],
    // Noon of UTC is the next day already.
    ['Pacific/Auckland', '2026-01-10', '2026-01-10 00:00:00'],
    ['Europe/Berlin', '2026-02-29', null],
    ['Europe/Berlin', '2026-04-10T00:00:00', null],
  ])('in %s %s is %s', (zone, day, text) => {
    expect(toWireDay(day, new Zone(zone))).toBe(text);
  });
});

describe('a webhook of Odoo', () => {
  const secret = 'a secret of some length';
  const verify = (body: string, url: string): Message => verifyWebhook({ method: 'POST', url, headers: {}, body: Buffer.from(body), receivedAt: new Date(0) }, secret);

  it('is known by its content', () => {
    const message = verify('{"_model":"purchase.order","_id":80}', '?token=a+secret%20of+some+length');
    expect(message).toMatchObject({ topic: 'webhook', messageId: expect.stringMatching(/^webhook:purchase\.order:80:[0-9a-f]{32}$/) as string });
    expect(normaliseIn(message, berlin)).toEqual({ facts: [], unmapped: [], isNotice: true });
  });

  it.each([['webhook-partner', false], ['webhook-of-a-contact', true], ['webhook-of-an-id', true]])('asks for a pull where it says nothing itself: %s, %s', (name, isNotice) => {
    const { topic, record } = fixture(name);
    expect(normalise(topic, record)).toMatchObject({ isNotice });
  });

  it.each(['', '?token=', '?token=another', '/a%20secret%20of%20some%20length', '?Token=a+secret+of+some+length'])('is refused at the address %s', (url) => {
    expect(() => verify('{"_model":"purchase.order","_id":80}', url)).toThrow(expect.objectContaining({ kind: 'auth' }) as Error);
  });
});

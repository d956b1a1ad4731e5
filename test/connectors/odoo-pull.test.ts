import type { Connection, Message } from '../../src/connectors/contract.js';
import { parseConfig } from '../../src/connectors/erp/odoo/config.js';
import { faultOf } from '../../src/connectors/erp/odoo/faults.js';
import { createHttpClient, type ClosableHttpClient } from '../../src/http/client.js';
import type { TestServer } from '../http/server.js';
import { FakeOdoo } from '../support/fake-odoo.js';
import { connectOdoo, ODOO_ENV } from '../support/odoo-connection.js';
import { fillOdoo, LONG_AGO } from '../support/odoo-company.js';
import { normaliseAll, pullAll, recordOf } from '../support/pulling.js';

const NOW = new Date('2026-03-05T12:00:00Z');
const { signal } = new AbortController();
const topicsOf = (messages: readonly Message[]): string[] => messages.map(({ topic }) => topic);

describe('settings', () => {
  it('have defaults', () => {
    expect(parseConfig({ ...ODOO_ENV, URL: 'https://erp.example/' })).toEqual({
      ...{ url: 'https://erp.example', api: 'json2', database: null, username: null, apiKey: ODOO_ENV.API_KEY },
      ...{ company: null, timeZone: 'Europe/Berlin', webhookSecret: null, pageSize: 100, overlapSeconds: 300, sweepHours: 24 },
    });
  });

  it('are refused together, each by its name', () => {
    const env = { URL: 'ftp://erp.example', API: 'jsonrpc', COMPANY: 'x', TIME_ZONE: 'Mars/Olympus', WEBHOOK_SECRET: 'short', PAGE_SIZE: '0', OVERLAP_SECONDS: '-1', SWEEP_HOURS: '1.5' };
    const wrong = /(?=.*URL must)(?=.*DATABASE)(?=.*USERNAME)(?=.*API_KEY)(?=.*COMPANY)(?=.*TIME_ZONE)(?=.*WEBHOOK_SECRET)(?=.*PAGE_SIZE)(?=.*OVERLAP_SECONDS)(?=.*SWEEP_HOURS)/;
    expect(() => parseConfig(env)).toThrow(expect.objectContaining({ kind: 'config', message: expect.stringMatching(wrong) as string }) as Error);
    expect(() => parseConfig({ ...ODOO_ENV, URL: 'https://erp.example', API: 'soap' })).toThrow(/API must be one of json2, jsonrpc/);
  });
});

describe.each(['json2', 'jsonrpc'] as const)('Odoo by %s', (api) => {
  let odoo: FakeOdoo;
  let server: TestServer;
  let http: ClosableHttpClient;
  const connect = (env: Record<string, string> = {}, now = NOW): Connection =>
    connectOdoo({ API: api, URL: server.url, DATABASE: 'main', USERNAME: 'gateway', ...env }, http, () => now);

  beforeEach(async () => {
    odoo = new FakeOdoo(api);
    fillOdoo(odoo, 7);
    server = await odoo.start();
    http = createHttpClient({ allowPrivateAddresses: true, retry: { attempts: 1 } });
  });

  afterEach(async () => {
    http.close();
    await server.close();
  });

  it('says whom it reached', async () => {
    expect(await connect().check(signal)).toEqual({ ok: true, detail: `Odoo at ${server.url} by ${api} as gateway of company 1` });
  });

  it('loads all of one company, each record after those that it names', async () => {
    const connection = connect();
    const { messages } = await pullAll(connection);
    const { facts, unmapped } = normaliseAll(connection, messages);
    expect(unmapped).toEqual([]);
    expect(facts.map(({ kind, source }) => `${kind} ${source.externalId}`)).toEqual([
      'customer res.partner,41',
      'supplier res.partner,42',
      'product product.product,5',
      'carrier delivery.carrier,3',
      ...[1, 2, 3, 4, 5, 6, 7].map((id) => `order sale.order,${id}`),
      'purchaseOrder purchase.order,80',
      'purchaseOrder purchase.order,81',
      'shipment stock.picking,9',
      'receipt stock.picking,10/purchase.order,80',
    ]);
    expect(facts.find(({ kind }) => kind === 'order')).toMatchObject({ customer: 'res.partner,41', lines: [{ unit: 'Units', quantity: '1', amount: '2.5' }] });
    expect(facts.find(({ kind }) => kind === 'shipment')).toMatchObject({ trackingNumber: 'ZZ-100', carrier: 'delivery.carrier,3', lines: [{ orderLine: 'sale.order.line,101', quantity: '1' }] });
  });

  it('gives the same messages in small pages, and goes on after any of them', async () => {
    const whole = await pullAll(connect());
    const first = await pullAll(connect({ PAGE_SIZE: '3' }), null, 6);
    expect(Math.max(...first.pages)).toBeLessThanOrEqual(3);
    const rest = await pullAll(connect({ PAGE_SIZE: '3' }), first.cursor);
    const ids = [...first.messages, ...rest.messages].map(({ messageId }) => messageId);
    expect(new Set(ids)).toEqual(new Set(whole.messages.map(({ messageId }) => messageId)));
  });

  it('finds what changed, lines and moves and templates too, and nothing else', async () => {
    const { cursor } = await pullAll(connect());
    expect((await pullAll(connect(), cursor)).messages).toEqual([]);
    const change = async (model: string, id: number, values: object): Promise<string[]> => {
      Object.assign(odoo.row(model, id), values, { write_date: '2026-03-05 12:00:30' });
      const { messages } = await pullAll(connect(), cursor);
      odoo.row(model, id)['write_date'] = LONG_AGO;
      return topicsOf(messages);
    };
    expect(await change('sale.order.line', 103, { product_uom_qty: 9 })).toEqual(['res.partner', 'sale.order']);
    expect(await change('stock.move', 92, { quantity: 2 })).toEqual(['stock.picking']);
    expect(await change('product.template', 4, {})).toEqual(['product.product']);
    expect(await change('delivery.carrier', 3, { name: 'Day Express' })).toEqual(['delivery.carrier']);
  });

  it('looks back for rows that were written before the last pull and committed after it', async () => {
    const { cursor } = await pullAll(connect());
    odoo.put('delivery.carrier', { id: 4, name: 'Late', write_date: '2026-03-05 11:56:00', create_date: '2026-03-05 11:56:00' });
    expect(topicsOf((await pullAll(connect({ OVERLAP_SECONDS: '30' }), cursor)).messages)).toEqual([]);
    expect(topicsOf((await pullAll(connect(), cursor)).messages)).toEqual(['delivery.carrier']);
  });

  it('reads everything again after a day, finds what no look back found, and tells what was deleted', async () => {
    const { cursor } = await pullAll(connect());
    odoo.put('delivery.carrier', { id: 4, name: 'Very late', write_date: LONG_AGO, create_date: LONG_AGO });
    odoo.tables.get('sale.order')!.delete(7);
    expect((await pullAll(connect(), cursor)).messages).toEqual([]);
    const tomorrow = connect({}, new Date('2026-03-06T13:00:00Z'));
    const swept = await pullAll(tomorrow, cursor);
    expect(swept.messages.map(recordOf)).toContainEqual(expect.objectContaining({ id: 4, name: 'Very late' }));
    expect(normaliseAll(tomorrow, swept.messages).unmapped).toEqual([{ path: 'deleted', value: 'sale.order,7' }]);
    expect((await pullAll(tomorrow, swept.cursor)).messages).toEqual([]);
  });

  it('sends a new customer before the first order that names it', async () => {
    const { cursor } = await pullAll(connect());
    const fresh = { write_date: '2026-03-05 12:00:30', create_date: '2026-03-05 12:00:30' };
    odoo.put('res.partner', { id: 50, name: 'New', commercial_partner_id: 50, write_date: LONG_AGO, create_date: LONG_AGO });
    odoo.put('sale.order', { ...odoo.row('sale.order', 1), id: 50, name: 'S50', partner_id: 50, order_line: [], ...fresh });
    const connection = connect();
    expect(normaliseAll(connection, (await pullAll(connection, cursor)).messages).facts).toMatchObject([
      { kind: 'customer', name: 'New' },
      { kind: 'order', number: 'S50', customer: 'res.partner,50' },
    ]);
  });

  it('ends where it is told to wait, and goes on from there', async () => {
    odoo.troubles.push((response) => void response.writeHead(429, { 'retry-after': '120', 'content-type': 'application/json' }).end('{}'));
    await expect(pullAll(connect())).rejects.toMatchObject({ kind: 'throttled', details: { retryAfterMs: 120_000 } });
    expect((await pullAll(connect())).messages.length).toBeGreaterThan(10);
  });

  it('says that the key is refused', async () => {
    const connection = connect({ API_KEY: 'another' });
    await expect(pullAll(connection)).rejects.toMatchObject({ kind: 'auth' });
    expect(await connection.check(signal)).toMatchObject({ ok: false });
  });

  it('refuses a cursor that is not its own', async () => {
    await expect(pullAll(connect(), '{"v":9}')).rejects.toMatchObject({ kind: 'contract' });
  });
});

describe("errors of the older API, which come with status 200", () => {
  it.each([
    ['odoo.exceptions.AccessDenied', 'auth'],
    ['odoo.exceptions.AccessError', 'auth'],
    ['odoo.exceptions.UserError', 'rejected'],
    ['odoo.exceptions.MissingError', 'rejected'],
    ['psycopg2.errors.SerializationFailure', 'transient'],
    ['psycopg2.OperationalError', 'transient'],
    ['builtins.KeyError', 'contract'],
    ['constructor', 'contract'],
  ])('%s is %s', (name, kind) => {
    expect(faultOf('call', { data: { name, message: 'said\nso' } })).toMatchObject({ kind, message: `call: ${name}: said so` });
  });

  it('say no more than the server did', () => {
    expect(faultOf('call', { message: 'Odoo Server Error' })).toMatchObject({ kind: 'contract', message: 'call: Odoo Server Error' });
  });
});

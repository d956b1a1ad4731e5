import { createHmac } from 'node:crypto';
import type { Connection, Message } from '../../src/connectors/contract.js';
import { parseConfig } from '../../src/connectors/erp/erpnext/config.js';
import { createHttpClient, type ClosableHttpClient } from '../../src/http/client.js';
import type { TestServer } from '../http/server.js';
import { connectErpnext, ERPNEXT_ENV } from '../support/erpnext-connection.js';
import { fillErpnext, LONG_AGO } from '../support/erpnext-company.js';
import { FakeErpnext, type Doc } from '../support/fake-erpnext.js';
import { normaliseAll, pullAll, recordOf } from '../support/pulling.js';

/** 13:00 in the zone of the site. */
const NOW = new Date('2026-03-05T12:00:00Z');
const { signal } = new AbortController();
const namesOf = (messages: readonly Message[]): string[] => messages.map((message) => `${message.topic} ${String(recordOf(message)['name'])}`);

describe('settings', () => {
  it('have defaults', () => {
    expect(parseConfig({ ...ERPNEXT_ENV, COMPANY: '', URL: 'https://erp.example/' })).toEqual({
      ...{ url: 'https://erp.example', apiKey: 'a-key', apiSecret: 'a-secret', company: null, timeZone: 'Europe/Berlin' },
      ...{ webhookSecret: null, pageSize: 100, overlapSeconds: 300, sweepHours: 24 },
    });
  });

  it('are refused together, each by its name', () => {
    const wrong = /(?=.*URL must)(?=.*API_KEY)(?=.*API_SECRET)(?=.*TIME_ZONE)(?=.*WEBHOOK_SECRET)(?=.*PAGE_SIZE)/;
    const env = { URL: 'https://erp.example?a=1', TIME_ZONE: 'somewhere', WEBHOOK_SECRET: 'short', PAGE_SIZE: '1001' };
    expect(() => parseConfig(env)).toThrow(expect.objectContaining({ kind: 'config', message: expect.stringMatching(wrong) as string }) as Error);
  });
});

describe('pulling from ERPNext', () => {
  let erpnext: FakeErpnext;
  let server: TestServer;
  let http: ClosableHttpClient;
  const connect = (env: Record<string, string> = {}, now = NOW): Connection => connectErpnext({ URL: server.url, ...env }, http, () => now);

  beforeEach(async () => {
    erpnext = new FakeErpnext();
    fillErpnext(erpnext, 7);
    server = await erpnext.start();
    http = createHttpClient({ allowPrivateAddresses: true, retry: { attempts: 1 } });
  });

  afterEach(async () => {
    http.close();
    await server.close();
  });

  it('says whom it reached, and what the user may not read', async () => {
    const who = `ERPNext at ${server.url} as gateway@example.com`;
    expect(await connect().check(signal)).toEqual({ ok: true, detail: who });
    erpnext.forbidden.add('Deleted Document');
    expect(await connect().check(signal)).toEqual({ ok: true, detail: `${who}: can read; deletions are not noticed (Deleted Document)` });
    erpnext.forbidden.add('Item');
    expect(await connect().check(signal)).toEqual({ ok: false, detail: `${who}: no right to read Item` });
  });

  it('says where the zone is another one, by whatever name', async () => {
    erpnext.timeZone = 'Asia/Kolkata';
    expect(await connect().check(signal)).toMatchObject({ ok: false, detail: expect.stringContaining('TIME_ZONE') as string });
    expect(await connect({ TIME_ZONE: 'Asia/Calcutta' }).check(signal)).toMatchObject({ ok: true });
  });

  it('loads all of one company, each document after those that it names', async () => {
    const connection = connect();
    const { messages } = await pullAll(connection);
    const { facts, unmapped } = normaliseAll(connection, messages);
    expect(unmapped).toEqual([]);
    expect(facts.map(({ kind, source }) => `${kind} ${source.externalId}`)).toEqual([
      'customer Customer/Zephyr Kites',
      'supplier Supplier/Halden Paper',
      'supplier Supplier/Night Express',
      'carrier Supplier/Night Express',
      'product Item/INK-B',
      ...[1, 2, 3, 4, 5, 6, 7].map((n) => `order Sales Order/SO-${n}`),
      'purchaseOrder Purchase Order/PO-1',
      'purchaseOrder Purchase Order/PO-2',
      'receipt Purchase Receipt/PR-1/PO-1',
      'shipment Delivery Note/DN-1',
    ]);
    expect(facts.find(({ kind }) => kind === 'receipt')).toMatchObject({ lines: [{ quantity: '10', rejectedQuantity: '1' }] });
  });

  it('gives the same messages in small pages, and goes on after any of them', async () => {
    const whole = await pullAll(connect());
    const first = await pullAll(connect({ PAGE_SIZE: '3' }), null, 5);
    expect(Math.max(...first.pages)).toBeLessThanOrEqual(3);
    expect(first.messages.length).toBeLessThan(whole.messages.length);
    const rest = await pullAll(connect({ PAGE_SIZE: '3' }), first.cursor);
    const ids = [...first.messages, ...rest.messages].map(({ messageId }) => messageId);
    expect(new Set(ids)).toEqual(new Set(whole.messages.map(({ messageId }) => messageId)));
  });

  it('finds what changed since, with what it names before it, and nothing else', async () => {
    const { cursor } = await pullAll(connect());
    expect((await pullAll(connect(), cursor)).messages).toEqual([]);
    const later = { modified: '2026-03-05 13:00:30.000000' };
    Object.assign(erpnext.get('Item', 'INK-B'), later);
    expect(namesOf((await pullAll(connect(), cursor)).messages)).toEqual(['Item INK-B']);
    Object.assign(erpnext.get('Item', 'INK-B'), { modified: LONG_AGO });
    // Entered between the reading of customers and that of orders: only the order shows it.
    erpnext.put('Customer', { name: 'New', customer_name: 'New', modified: LONG_AGO });
    Object.assign(erpnext.get('Sales Order', 'SO-3'), later, { customer: 'New' });
    expect(namesOf((await pullAll(connect(), cursor)).messages)).toEqual(['Customer New', 'Item INK-B', 'Sales Order SO-3']);
  });

  it('looks back in local time, an hour further when clocks were set back in between', async () => {
    const { cursor } = await pullAll(connect({}, new Date('2026-10-25T00:50:00Z')));
    const states = JSON.parse(cursor) as { doctypes: Record<string, { since: string }> };
    for (const state of Object.values(states.doctypes)) state.since = '2026-10-25T00:50:00.000Z';
    // 02:10 for the second time, twenty minutes after 02:50.
    erpnext.put('Item', { name: 'INK-R', item_name: 'Red ink', stock_uom: 'Nos', modified: '2026-10-25 02:05:00' });
    const pulled = await pullAll(connect({}, new Date('2026-10-25T01:10:00Z')), JSON.stringify(states));
    expect(namesOf(pulled.messages)).toEqual(['Item INK-R']);
  });

  it('looks back for what was saved before the last pull and committed after it', async () => {
    const { cursor } = await pullAll(connect());
    erpnext.put('Item', { name: 'INK-R', item_name: 'Red ink', stock_uom: 'Nos', modified: '2026-03-05 12:56:00.000000' });
    expect(namesOf((await pullAll(connect({ OVERLAP_SECONDS: '30' }), cursor)).messages)).toEqual([]);
    expect(namesOf((await pullAll(connect(), cursor)).messages)).toEqual(['Item INK-R']);
  });

  it('reads everything again after a day, and finds what no look back found', async () => {
    const { cursor } = await pullAll(connect());
    erpnext.put('Item', { name: 'INK-R', item_name: 'Red ink', stock_uom: 'Nos', modified: LONG_AGO });
    expect((await pullAll(connect(), cursor)).messages).toEqual([]);
    const tomorrow = connect({}, new Date('2026-03-06T13:00:00Z'));
    const swept = await pullAll(tomorrow, cursor);
    expect(namesOf(swept.messages)).toContain('Item INK-R');
    expect((await pullAll(tomorrow, swept.cursor)).messages).toEqual([]);
  });

  it('tells what was deleted since the first pull, where the user may read it', async () => {
    const deletion = (name: string, creation: string): Doc => ({ name: `d-${name}`, creation, deleted_doctype: 'Sales Order', deleted_name: name });
    erpnext.put('Deleted Document', deletion('SO-OLD', '2026-01-01 00:00:00'));
    const { cursor } = await pullAll(connect());
    erpnext.put('Deleted Document', deletion('SO-7', '2026-03-05 13:00:10.5'), { ...deletion('ToDo-1', '2026-03-05 13:00:10.5'), deleted_doctype: 'ToDo' });
    const connection = connect();
    const { messages } = await pullAll(connection, cursor);
    expect(normaliseAll(connection, messages)).toEqual({ facts: [], unmapped: [{ path: 'deleted', value: 'Sales Order/SO-7' }] });
    erpnext.forbidden.add('Deleted Document');
    expect((await pullAll(connect(), cursor)).messages).toEqual([]);
  });

  it('ends where it is told to wait, and goes on from there', async () => {
    const { cursor } = await pullAll(connect({ PAGE_SIZE: '3' }), null, 4);
    erpnext.troubles.push((response) => void response.writeHead(429, { 'retry-after': '120', 'content-type': 'application/json' }).end('{}'));
    await expect(pullAll(connect(), cursor)).rejects.toMatchObject({ kind: 'throttled', details: { retryAfterMs: 120_000 } });
    expect(namesOf((await pullAll(connect(), cursor)).messages)).toContain('Delivery Note DN-1');
  });

  it('says that the key is refused, and what may not be read', async () => {
    await expect(pullAll(connect({ API_SECRET: 'another' }))).rejects.toMatchObject({ kind: 'auth' });
    expect(await connect({ API_SECRET: 'another' }).check(signal)).toMatchObject({ ok: false });
    erpnext.forbidden.add('Supplier');
    await expect(pullAll(connect())).rejects.toMatchObject({ kind: 'auth', details: { status: 403 } });
  });

  it('refuses a cursor that is not its own', async () => {
    for (const cursor of ['', '{}', '{"v":1,"doctypes":{"Item":{}}}']) expect(() => connect().pull!(cursor, signal)).toThrow(expect.objectContaining({ kind: 'contract' }) as Error);
  });
});

describe('a webhook of ERPNext', () => {
  const secret = 'a secret of some length';
  const verify = (content: object): Message => {
    const body = Buffer.from(JSON.stringify(content));
    const signature = createHmac('sha256', secret).update(body).digest('base64');
    const { webhook } = connectErpnext({ URL: 'https://erp.example', WEBHOOK_SECRET: secret }, { request: () => Promise.reject(new Error('no call')) });
    return webhook!.verify({ method: 'POST', url: '', headers: { 'x-frappe-webhook-signature': signature }, body, receivedAt: NOW });
  };

  it('is the document itself, under another id for each state of it', () => {
    const item = { doctype: 'Item', name: 'INK-B', modified: LONG_AGO, item_name: 'Blue ink', stock_uom: 'Nos' };
    expect(verify(item)).toMatchObject({ topic: 'Item', messageId: expect.stringMatching(/^webhook:Item:INK-B:[0-9a-f]{32}$/) as string });
    expect(verify({ ...item, modified: '2026-01-06 10:00:00' }).messageId).not.toBe(verify(item).messageId);
  });

  it.each([{ name: 'INK-B', modified: LONG_AGO }, { doctype: 'Item', modified: LONG_AGO }, { doctype: 'Item', name: 'INK-B' }])('that is no whole document is refused: %j', (content) => {
    expect(() => verify(content)).toThrow(expect.objectContaining({ kind: 'contract' }) as Error);
  });

  it('is not taken without a secret', () => {
    expect(connectErpnext({ URL: 'https://erp.example' }, { request: () => Promise.reject(new Error('no call')) }).webhook).toBeUndefined();
  });
});

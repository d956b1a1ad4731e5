/** The worked examples of docs/mapping-profiles.md, run. */
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectorDeps, Connection, ConnectorType, Env, Message } from '../../src/connectors/contract.js';
import { carrierRest } from '../../src/connectors/carriers/carrier-rest/index.js';
import { files } from '../../src/connectors/erp/files/index.js';
import { rest } from '../../src/connectors/erp/rest/index.js';
import { recordKinds, supplierKinds } from '../../src/connectors/mapping/kinds.js';
import { supplierRest } from '../../src/connectors/suppliers/supplier-rest/index.js';
import { signatureRules } from '../../src/connectors/signatures.js';
import type { Fact } from '../../src/domain/facts.js';
import { receiveMany } from '../../src/domain/inbox.js';
import { seedPolicies } from '../../src/domain/policies.js';
import { createHttpClient } from '../../src/http/client.js';
import { serve } from '../http/server.js';
import { freshDatabase } from '../support/database.js';
import { readPage } from './markdown.js';

const page = readPage('docs/mapping-profiles.md');
const example = (info: string): string => page.fences.find((fence) => fence.info === info)?.text ?? '';
const folder = mkdtempSync(join(tmpdir(), 'interline-docs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const now = new Date('2026-03-02T12:00:00Z');
const { signal } = new AbortController();
const http = createHttpClient({ allowPrivateAddresses: true });
afterAll(() => http.close());

function connect<Config>(type: ConnectorType<Config>, name: string, env: Env): Connection {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, example(`${name}/profile`));
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const deps: ConnectorDeps = { http, now: () => now, log, watched: () => Promise.resolve([]) };
  return type.connect(type.parseConfig({ PROFILE: path, ...env }), deps);
}

async function pull(connection: Connection): Promise<Message[]> {
  const messages: Message[] = [];
  for await (const page of connection.pull!(null, signal)) messages.push(...page.messages);
  return messages;
}

function expectFacts(connection: Connection, messages: readonly Message[], name: string): void {
  const read = messages.map((message) => connection.normalise(message));
  const expected = JSON.parse(example(`${name}/facts`)) as (Fact & { source: object })[];
  expect(read.flatMap(({ unmapped }) => unmapped)).toEqual([]);
  expect(read.flatMap(({ facts }) => facts)).toEqual(expected.map((fact) => ({ ...fact, source: { ...fact.source, version: expect.any(String) as unknown } })));
}

it('the example of a carrier is read', () => {
  const connection = connect(carrierRest, 'carrier', { URL: 'https://carrier.example', CARRIERS: 'Bright Parcel', API_KEY: 'k' });
  const body = Buffer.from(JSON.stringify({ trackingNumber: 'BP-1', profile: '', answer: JSON.parse(example('carrier/answer')) as unknown }));
  const { facts, unmapped } = connection.normalise({ messageId: 'm', topic: 'tracking', body, contentType: 'application/json', receivedAt: now });
  expect(unmapped).toEqual([]);
  const event = { occurredAt: '2026-03-02T07:30:00+01:00', zoneAssumed: true, carrierCode: 'van', milestone: 'OUT_FOR_DELIVERY', city: 'Oslo', country: 'NO' };
  expect(facts).toEqual([expect.objectContaining({ snapshotStatus: 'OUT_FOR_DELIVERY', estimatedDelivery: '2026-03-02T23:59:59+01:00', events: [expect.objectContaining(event)] })]);
});

it('the example of a REST source comes in, into the graph', async () => {
  const server = await serve((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://local');
    const isPastEnd = pathname === '/customers' && searchParams.get('page') !== '1';
    const content = request.headers['x-api-key'] === 'k' ? example(`rest${pathname}`) : '';
    response.writeHead(content === '' ? 401 : 200, { 'content-type': 'application/json' }).end(isPastEnd ? '{"items": []}' : content);
  });
  const connection = connect(rest, 'rest', { URL: server.url, API_KEY: 'k' });
  const messages = await pull(connection);
  expectFacts(connection, messages, 'rest');
  await server.close();

  const test = await freshDatabase();
  await seedPolicies(test.database, now);
  const inlet = { connectorId: 'erp', normalise: connection.normalise, master: true, now, cursor: 'c' };
  expect(await receiveMany(test.database, inlet, messages)).toEqual({ applied: 2, duplicate: 0, parked: 0 });
  expect(await test.database.reader.rows(`select o.status, c.name from orders o join customer c on c.id = o.customer_id where o.number = 'O-90'`, [])).toEqual([{ status: 'CONFIRMED', name: 'Ida Lind' }]);
  await test.close();
});

it("the example of writing back tells a supplier's answer", async () => {
  const purchase = { id: 7, code: 'PO-7', vendor: 'V-1', state: 'sent', currency: 'EUR', ordered: '2026-03-01T08:00:00Z', changed: '2026-03-01T08:00:00Z', lines: [{ id: 'L-1', pos: 1, text: 'Lens', qty: 10, due: null }] };
  const calls: unknown[] = [];
  const server = await serve((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      calls.push([request.method, request.url, request.headers['if-match'], body === '' ? null : JSON.parse(body)]);
      response.writeHead(200, { 'content-type': 'application/json', etag: '"a"' }).end(JSON.stringify(request.url === '/purchases' ? { items: [purchase] } : purchase));
    })();
  });
  const connection = connect(rest, 'confirm', { URL: server.url, API_KEY: 'k' });
  const [fact] = (await pull(connection)).flatMap((message) => connection.normalise(message).facts);
  const lines = [
    { externalId: 'L-1', lineNo: 1, answer: 'ACCEPT', quantity: null, promisedDate: null, unitPrice: null },
    { externalId: 'L-2', lineNo: 2, answer: 'CHANGE', quantity: '7.5', promisedDate: '2026-04-08', unitPrice: null },
  ] as const;
  const command = { idempotencyKey: 'k', purchaseOrder: { externalId: '7', version: fact!.source.version!, number: 'PO-7' }, supplierReference: 'SO-77', note: null, lines };
  expect(await connection.commands!.confirmPurchaseOrder!(command, signal)).toEqual({ version: '2026-03-01T08:00:00Z' });
  expect(calls).toEqual([['GET', '/purchases', undefined, null], ['GET', '/purchases/7', undefined, null], ['PATCH', '/purchases/7', '"a"', JSON.parse(example('confirm/body'))]]);
  await server.close();
});

it('the example of a table file comes in', async () => {
  const dropped = mkdtempSync(join(folder, 'in-'));
  writeFileSync(join(dropped, 'purchases-1.txt'), example('files/table'));
  const connection = connect(files, 'files', { FOLDER: dropped, SETTLE_SECONDS: '0' });
  expectFacts(connection, await pull(connection), 'files');
});

it('the example of a supplier sends an order, and understands the answer', async () => {
  const taken: unknown[] = [];
  const server = await serve((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      taken.push(JSON.parse(body));
      response.writeHead(201, { 'content-type': 'application/json' }).end('{"order": {"id": 77}}');
    })();
  });
  const secret = 'whsec_' + Buffer.from('a secret of some length').toString('base64');
  const connection = connect(supplierRest, 'supplier', { URL: server.url, SUPPLIER: 'S-1', TOKEN: 't', WEBHOOK_SECRET: secret });
  const line = { lineNo: 1, productNumber: 'P-1', description: 'Lens', quantity: '12.5', unit: 'pc', unitPrice: null, requestedDate: '2026-04-01' };
  const command = { idempotencyKey: 'k', number: 'PO-1', orderedAt: '2026-03-01T08:00:00Z', currency: 'EUR', supplierNumber: 'S-1', lines: [line] };
  expect(await connection.commands!.sendPurchaseOrder!(command, signal)).toEqual({ reference: '77' });
  expect(taken).toEqual([JSON.parse(example('supplier/body'))]);
  await server.close();

  const body = Buffer.from(example('supplier/webhook'));
  const at = String(now.getTime() / 1000);
  const signature = createHmac('sha256', 'a secret of some length').update(`e-1.${at}.`).update(body).digest('base64');
  const headers = { 'webhook-id': 'e-1', 'webhook-timestamp': at, 'webhook-signature': `v1,${signature}` };
  expectFacts(connection, [connection.webhook!.verify({ method: 'POST', url: '/', headers, body, receivedAt: now })], 'supplier');
});

describe('the tables', () => {
  it('list every kind with its members, and which of them must be mapped', () => {
    const listed = [...page.prose.matchAll(/^\| `(\w+)`[^|]*\| ([^|]+) \| ([^|]*)\|$/gm)].filter(([, , members]) => members?.includes('**'));
    const named = (text = ''): Record<string, boolean> =>
      Object.fromEntries(text.split(',').map((each) => each.trim()).filter((each) => each !== '').map((each) => [each.replaceAll('*', ''), each.startsWith('**')]));
    const kinds = { ...recordKinds, ...supplierKinds('S-1') };
    const needs = (members: (typeof kinds)[string]['members'] | null): Record<string, boolean> =>
      Object.fromEntries(Object.entries(members ?? {}).map(([name, { absent }]) => [name, absent === 'needed']));
    expect(Object.fromEntries(listed.map(([, kind, members, lines]) => [kind, [named(members), named(lines)]]))).toEqual(
      Object.fromEntries(Object.entries(kinds).map(([kind, { members, lines }]) => [kind, [needs(members), needs(lines)]])),
    );
  });

  it('name every rule of signing', () => {
    for (const rule of Object.keys(signatureRules)) expect(page.prose).toContain(`\`${rule}\``);
  });
});


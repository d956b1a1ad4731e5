/** Stock by a mapping profile: from a list of an interface, and from a table file. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection, ConnectorType, Normalised } from '../../src/connectors/contract.js';
import { files } from '../../src/connectors/erp/files/index.js';
import { rest } from '../../src/connectors/erp/rest/index.js';
import { createHttpClient } from '../../src/http/client.js';
import { serve } from '../http/server.js';
import { normaliseAll, pullAll } from '../support/pulling.js';

const folder = mkdtempSync(join(tmpdir(), 'interline-stock-'));
const http = createHttpClient({ allowPrivateAddresses: true });
afterAll(() => {
  http.close();
  rmSync(folder, { recursive: true });
});

function connect<Config>(type: ConnectorType<Config>, profile: object, env: Record<string, string>): Connection {
  const path = join(folder, 'profile.json');
  writeFileSync(path, JSON.stringify({ version: 1, ...profile }));
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  return type.connect(type.parseConfig({ PROFILE: path, ...env }), { http, now: () => new Date('2026-03-02T12:00:00Z'), log, watched: () => Promise.resolve([]) });
}

const readBy = async (connection: Connection): Promise<Normalised> => normaliseAll(connection, (await pullAll(connection)).messages);
const version = expect.stringMatching(/[0-9a-f]{32}$/) as unknown;

it('is read from an interface, with what it does not say left open', async () => {
  const rows = [
    { key: 1, item: { sku: 'P-1' }, site: 'HH', bin: 'A1', qty: -2.5, unit: 'ST', counted: '2026-03-01T18:00:00' },
    { key: 2, item: { sku: 'P-1' }, site: 'HH', bin: 'A2', qty: null, unit: 'PALETTE' },
  ];
  const server = await serve((_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(rows)));
  const record = {
    name: 'stock',
    kind: 'stockLevel',
    path: '/stock',
    list: '',
    id: 'key',
    fact: { product: 'item.sku', warehouse: { template: '{site}/{bin}' }, onHand: 'qty', unit: { path: 'unit', table: { ST: 'pc' } }, asOf: 'counted' },
  };
  const { facts, unmapped } = await readBy(connect(rest, { auth: { type: 'none' }, zone: 'Europe/Berlin', records: [record] }, { URL: server.url }));
  await server.close();
  const level = { kind: 'stockLevel', product: 'P-1' };
  expect(facts).toEqual([
    { ...level, source: { externalId: '1', updatedAt: null, version }, warehouse: 'HH/A1', onHand: '-2.5', unit: 'pc', asOf: '2026-03-01T18:00:00+01:00' },
    { ...level, source: { externalId: '2', updatedAt: null, version }, warehouse: 'HH/A2', onHand: null, asOf: null },
  ]);
  expect(unmapped).toEqual([{ path: 'unit', value: 'PALETTE' }]);
});

it('is read from a table file, blank cells as not known', async () => {
  writeFileSync(join(folder, 'stock.csv'), 'Item;Depot;Depot name;Quantity\nP-1;HH;Hamburg;1.250,5\nP-1;BRE;;\nP-2;HH;Hamburg;-3\n');
  const profile = {
    decimals: { point: ',', group: '.' },
    files: [
      {
        match: 'stock*.csv',
        name: 'stock',
        format: { delimiter: ';' },
        row: ['Item', 'Depot'],
        records: [{ kind: 'stockLevel', key: { template: '{Item}@{Depot}' }, fact: { product: 'Item', warehouse: 'Depot', warehouseName: 'Depot name', onHand: 'Quantity' } }],
      },
    ],
  };
  const { facts, unmapped } = await readBy(connect(files, profile, { FOLDER: folder, SETTLE_SECONDS: '0' }));
  const level = (product: string, warehouse: string) => {
    return { kind: 'stockLevel', source: { externalId: `${product}@${warehouse}`, updatedAt: null, version }, product, warehouse, asOf: null };
  };
  expect(facts).toEqual([
    { ...level('P-1', 'HH'), warehouseName: 'Hamburg', onHand: '1250.5' },
    { ...level('P-1', 'BRE'), warehouseName: null, onHand: null },
    { ...level('P-2', 'HH'), warehouseName: 'Hamburg', onHand: '-3' },
  ]);
  expect(unmapped).toEqual([]);
});

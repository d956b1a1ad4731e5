/** Change times are coarse and versions are digests: of two changes within one second the later one is held, also where it brings back what was before. */
import { businessCentral } from '../../src/connectors/erp/business-central/index.js';
import { sapS4hana } from '../../src/connectors/erp/sap-s4hana/index.js';
import type { Connection } from '../../src/connectors/contract.js';
import { receiveMany } from '../../src/domain/inbox.js';
import { Customer, PurchaseOrder, PurchaseOrderLine } from '../../src/entities/index.js';
import { createHttpClient, type ClosableHttpClient } from '../../src/http/client.js';
import { COMPANY, FakeBusinessCentral } from '../support/business-central.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { connectErp } from '../support/erp-connection.js';
import { connectErpnext } from '../support/erpnext-connection.js';
import { fillErpnext } from '../support/erpnext-company.js';
import { FakeErpnext } from '../support/fake-erpnext.js';
import { FakeOdoo } from '../support/fake-odoo.js';
import { connectOdoo } from '../support/odoo-connection.js';
import { fillOdoo, LONG_AGO } from '../support/odoo-company.js';
import { serveOData } from '../support/odata-server.js';
import { readRecordFixtures } from '../support/record-fixtures.js';
import { FakeSap, ORDERED } from '../support/sap.js';
import { startUpstream } from '../support/upstream.js';
import { connect as connectRest, settings as restSettings } from '../fixtures/rest/shared.js';

const { signal } = new AbortController();

interface Erp {
  readonly connection: Connection;
  /** Changes one record there, at a time that is noted as the same one each time. */
  change(value: string): void;
  /** The same as it is held here. */
  held(store: TestDatabase): Promise<unknown>;
  close(): Promise<void>;
}

const heldReference = async ({ database }: TestDatabase, number: string): Promise<unknown> => (await database.em.fork().findOneOrFail(PurchaseOrder, { number })).supplierReference ?? null;
const [one, other] = ['AB-1', 'AB-2'] as const;

async function odoo(http: ClosableHttpClient): Promise<Erp> {
  const fake = new FakeOdoo();
  fillOdoo(fake, 1);
  const server = await fake.start();
  return {
    connection: connectOdoo({ URL: server.url }, http),
    change: (value) => Object.assign(fake.row('purchase.order', 80), { partner_ref: value, write_date: LONG_AGO }),
    held: (store) => heldReference(store, 'P80'),
    close: () => server.close(),
  };
}

async function erpnext(http: ClosableHttpClient): Promise<Erp> {
  const fake = new FakeErpnext();
  fillErpnext(fake, 1);
  const server = await fake.start();
  return {
    connection: connectErpnext({ URL: server.url }, http),
    change: (value) => Object.assign(fake.get('Purchase Order', 'PO-1'), { order_confirmation_no: value }),
    held: (store) => heldReference(store, 'PO-1'),
    close: () => server.close(),
  };
}

async function dynamics(): Promise<Erp> {
  const fake = new FakeBusinessCentral();
  const vendor = readRecordFixtures('business-central').find(({ name }) => name === 'vendor')!.record;
  const server = await serveOData((call) => (call.target.includes('/vendors?') ? { body: { value: [vendor] } } : fake.answer(call)));
  const env = { CLIENT_ID: 'app', CLIENT_SECRET: 'secret', COMPANY, URL: `${server.url}/api/v2.0`, TOKEN_URL: `${server.url}/token` };
  return {
    connection: connectErp(businessCentral, { env, http: server.http }),
    change: (value) => Object.assign(fake.header, { vendorOrderNumber: value }),
    held: (store) => heldReference(store, 'EK-2042'),
    close: () => server.close(),
  };
}

/** Days of the schedule, of which only the first is another one. */
async function sap(): Promise<Erp> {
  const fake = new FakeSap();
  const supplier = readRecordFixtures('sap-s4hana').find(({ name }) => name === 'partner-never-changed')!.record;
  const server = await serveOData((call) => (call.target.includes('/A_BusinessPartner?') ? { body: { d: { results: [supplier] } } } : fake.answer(call)));
  const days: Readonly<Record<string, number>> = { [one]: 20, [other]: 25 };
  return {
    connection: connectErp(sapS4hana, { env: { URL: server.url, USERNAME: 'gateway', PASSWORD: 'secret', PURCHASE_ORDER_API: 'v2', CONFIRMATIONS: 'schedule-line' }, http: server.http }),
    change: (value) => void fake.dates.set('10', ORDERED + days[value]! * 86_400_000),
    held: async ({ database }) => {
      const line = await database.em.fork().findOneOrFail(PurchaseOrderLine, { purchaseOrder: { number: '4500000099' } }, { orderBy: { lineNo: 'asc' } });
      const day = (Date.parse(line.currentPromise ?? '') - ORDERED) / 86_400_000;
      return Object.keys(days).find((value) => days[value] === day) ?? line.currentPromise ?? null;
    },
    close: () => server.close(),
  };
}

async function rest(): Promise<Erp> {
  const customer = { id: 81, no: 'C-81', company: one as string, modified: '2026-03-05T10:00:00Z', contact: {}, address: {} };
  const upstream = await startUpstream(({ url }) => {
    if (url.pathname === '/customers') return { body: { data: [customer], meta: {} } };
    return { body: url.pathname === '/deliveries' ? [] : { items: [], value: [] } };
  });
  return {
    connection: connectRest(restSettings(upstream.url), { http: upstream.http, now: () => new Date() }),
    change: (value) => void (customer.company = value),
    held: async ({ database }) => (await database.em.fork().findOneOrFail(Customer, { number: 'C-81' })).name,
    close: () => upstream.close(),
  };
}

const systems: readonly (readonly [string, (http: ClosableHttpClient) => Promise<Erp>])[] = [
  ['Odoo', odoo],
  ['ERPNext', erpnext],
  ['Business Central', dynamics],
  ['S/4HANA', sap],
  ['a REST source', rest],
];

describe.each(systems)('%s', (_, start) => {
  let store: TestDatabase;
  let http: ClosableHttpClient;
  let erp: Erp;
  let cursor: string | null = null;

  beforeAll(async () => {
    http = createHttpClient({ allowPrivateAddresses: true, retry: { attempts: 1 } });
    [store, erp] = await Promise.all([freshDatabase(), start(http)]);
  });
  afterAll(async () => {
    http?.close();
    await Promise.all([erp?.close(), store?.close()]);
  });

  /** One pull from the cursor given; a new gateway's clock has gone on since the last one. */
  const pull = async (from: string | null): Promise<number> => {
    let applied = 0;
    for await (const page of erp.connection.pull!(from, signal)) {
      const inlet = { connectorId: 'erp', normalise: erp.connection.normalise, master: true, now: new Date(), cursor: page.cursor };
      applied += (await receiveMany(store.database, inlet, page.messages)).applied;
      cursor = page.cursor;
    }
    return applied;
  };

  it('is held as it stands, however often it changes within one second', async () => {
    erp.change(one);
    await pull(null);
    expect(await erp.held(store)).toBe(one);
    for (const value of [other, one, other]) {
      erp.change(value);
      await pull(cursor);
      // What no look back reaches, the next full reading brings.
      await pull(null);
      expect(await erp.held(store)).toBe(value);
    }
    expect([await pull(cursor), await pull(null)]).toEqual([0, 0]);
  });
});

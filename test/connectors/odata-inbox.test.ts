import { businessCentral } from '../../src/connectors/erp/business-central/index.js';
import { sapS4hana } from '../../src/connectors/erp/sap-s4hana/index.js';
import type { Connection } from '../../src/connectors/contract.js';
import { receiveMany } from '../../src/domain/inbox.js';
import { InboxStatus } from '../../src/entities/enums.js';
import { InboxMessage, PurchaseOrder, PurchaseOrderLine } from '../../src/entities/index.js';
import { COMPANY, FakeBusinessCentral } from '../support/business-central.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { connectErp } from '../support/erp-connection.js';
import { serveOData, type Answer, type Call, type ODataServer } from '../support/odata-server.js';
import { FakeSap } from '../support/sap.js';
import { readRecordFixtures } from '../support/record-fixtures.js';

const { signal } = new AbortController();

/** The supplier of the one order that each of the small ERPs knows. */
const sapSupplier = readRecordFixtures('sap-s4hana').find(({ name }) => name === 'partner-never-changed')!.record;
const vendor = readRecordFixtures('business-central').find(({ name }) => name === 'vendor')!.record;

interface Erp {
  readonly name: string;
  /** What its one receipt brought of the first line. */
  readonly received: number;
  readonly answer: (call: Call) => Answer | undefined | Promise<Answer>;
  readonly connect: (server: ODataServer) => Connection;
}

function sap(): Erp {
  const fake = new FakeSap();
  return {
    name: 'S/4HANA',
    received: 40,
    answer: (call) => (call.target.includes('/A_BusinessPartner?') ? { body: { d: { results: [sapSupplier] } } } : fake.answer(call)),
    connect: ({ url, http }) => connectErp(sapS4hana, { env: { URL: url, USERNAME: 'gateway', PASSWORD: 'secret' }, http }),
  };
}

function dynamics(): Erp {
  const fake = new FakeBusinessCentral();
  fake.header['vendorOrderNumber'] = '';
  const env = { CLIENT_ID: 'app', CLIENT_SECRET: 'secret', COMPANY, PROMISE: 'expected' };
  return {
    name: 'Business Central',
    received: 30,
    answer: (call) => (call.target.includes('/vendors?') ? { body: { value: [vendor] } } : fake.answer(call)),
    connect: ({ url, http }) => connectErp(businessCentral, { env: { ...env, URL: `${url}/api/v2.0`, TOKEN_URL: `${url}/token` }, http }),
  };
}

describe.each([sap(), dynamics()].map((erp) => [erp.name, erp] as const))('%s in the graph', (_, erp) => {
  let store: TestDatabase;
  let server: ODataServer;
  let connection: Connection;
  let cursor: string | null = null;

  const sync = async (from = cursor): Promise<Record<'applied' | 'duplicate' | 'parked', number>> => {
    const count = { applied: 0, duplicate: 0, parked: 0 };
    for await (const page of connection.pull!(from, signal)) {
      const inlet = { connectorId: 'erp', normalise: connection.normalise, master: true, now: new Date(), cursor: page.cursor };
      const answers = await receiveMany(store.database, inlet, page.messages);
      for (const result of ['applied', 'duplicate', 'parked'] as const) count[result] += answers[result];
      cursor = page.cursor;
    }
    return count;
  };
  const order = (): Promise<PurchaseOrder> => store.database.em.fork().findOneOrFail(PurchaseOrder, { sourceSystem: 'erp' });
  const lines = (): Promise<PurchaseOrderLine[]> => store.database.em.fork().find(PurchaseOrderLine, {}, { orderBy: { lineNo: 'asc' } });

  beforeAll(async () => {
    [server, store] = await Promise.all([serveOData(erp.answer), freshDatabase()]);
    connection = erp.connect(server);
  });
  afterAll(() => Promise.all([server?.close(), store?.close()]));

  it('is applied whole, and once', async () => {
    expect(await sync()).toEqual({ applied: 3, duplicate: 0, parked: 0 });
    const parked = await store.database.em.fork().find(InboxMessage, { status: InboxStatus.PARKED });
    expect(parked.map(({ messageId, reason }) => [messageId, reason])).toEqual([]);
    expect((await lines()).map(({ quantityReceived }) => Number(quantityReceived))).toEqual([erp.received, 0]);
    expect((await lines())[0]!.status).toBe('PARTLY_RECEIVED');
    expect(await sync(null)).toEqual({ applied: 0, duplicate: 3, parked: 0 });
  });

  it('keeps a confirmation that was written back and read again', async () => {
    const { sourceExternalId, sourceVersion } = await order();
    const answers = (await lines()).map((line) => ({ externalId: line.sourceExternalId!, lineNo: 1, answer: 'CHANGE', quantity: null, promisedDate: '2024-04-02', unitPrice: null }) as const);
    const command = { idempotencyKey: 'answer-1', purchaseOrder: { externalId: sourceExternalId!, version: sourceVersion ?? null, number: 'PO-1' }, supplierReference: 'AB-1', note: null, lines: answers };
    const { version } = await connection.commands!.confirmPurchaseOrder!(command, signal);
    expect(await sync(null)).toMatchObject({ applied: 1, parked: 0 });
    expect(await order()).toMatchObject({ supplierReference: 'AB-1', currentPromise: '2024-04-02', sourceVersion: version });
    expect(await sync(null)).toMatchObject({ applied: 0, parked: 0 });
  });
});

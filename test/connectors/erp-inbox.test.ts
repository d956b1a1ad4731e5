/** What Odoo and ERPNext tell, applied in the gateway: whole, once, and with a confirmation that stays as it was given. */
import { InboxStatus } from '../../src/entities/enums.js';
import { InboxMessage, PurchaseOrder, PurchaseOrderLine } from '../../src/entities/index.js';
import { receiveMany } from '../../src/domain/inbox.js';
import type { Connection } from '../../src/connectors/contract.js';
import { createHttpClient, type ClosableHttpClient } from '../../src/http/client.js';
import type { TestServer } from '../http/server.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { connectErpnext } from '../support/erpnext-connection.js';
import { fillErpnext } from '../support/erpnext-company.js';
import { FakeErpnext } from '../support/fake-erpnext.js';
import { FakeOdoo } from '../support/fake-odoo.js';
import { connectOdoo } from '../support/odoo-connection.js';
import { fillOdoo } from '../support/odoo-company.js';

const NOW = new Date('2026-03-05T12:00:00Z');
const { signal } = new AbortController();

const systems: readonly (readonly [string, (http: ClosableHttpClient) => Promise<{ server: TestServer; connection: Connection }>])[] = [
  [
    'Odoo',
    async (http) => {
      const odoo = new FakeOdoo();
      fillOdoo(odoo, 3);
      const server = await odoo.start();
      return { server, connection: connectOdoo({ URL: server.url }, http, () => NOW) };
    },
  ],
  [
    'ERPNext',
    async (http) => {
      const erpnext = new FakeErpnext();
      fillErpnext(erpnext, 3);
      const server = await erpnext.start();
      return { server, connection: connectErpnext({ URL: server.url }, http, () => NOW) };
    },
  ],
];

describe.each(systems)('%s in the graph', (_, start) => {
  let store: TestDatabase;
  let http: ClosableHttpClient;
  let server: TestServer;
  let connection: Connection;

  beforeAll(async () => {
    store = await freshDatabase();
    http = createHttpClient({ allowPrivateAddresses: true, retry: { attempts: 1 } });
    ({ server, connection } = await start(http));
  }, 60_000);

  afterAll(async () => {
    http?.close();
    await Promise.all([server?.close(), store?.close()]);
  });

  const sync = async (): Promise<{ applied: number; duplicate: number; parked: number }> => {
    const count = { applied: 0, duplicate: 0, parked: 0 };
    for await (const page of connection.pull!(null, signal)) {
      const inlet = { connectorId: 'erp', normalise: connection.normalise, master: true, now: NOW, cursor: page.cursor };
      const answers = await receiveMany(store.database, inlet, page.messages);
      for (const result of ['applied', 'duplicate', 'parked'] as const) count[result] += answers[result];
    }
    return count;
  };

  it('is applied whole, and once', async () => {
    const first = await sync();
    const parked = await store.database.em.fork().find(InboxMessage, { status: InboxStatus.PARKED });
    expect(parked.map(({ messageId, reason }) => [messageId, reason])).toEqual([]);
    expect(first).toMatchObject({ duplicate: 0, parked: 0 });
    expect(await sync()).toEqual({ applied: 0, duplicate: first.applied, parked: 0 });
  });

  it('keeps a confirmation that was written back and read again', async () => {
    const em = store.database.em.fork();
    const order = await em.findOneOrFail(PurchaseOrder, { status: 'ISSUED' });
    const lines = await em.find(PurchaseOrderLine, { purchaseOrder: order });
    expect(lines).toHaveLength(2);
    await connection.commands!.confirmPurchaseOrder!(
      {
        idempotencyKey: 'answer-1',
        purchaseOrder: { externalId: order.sourceExternalId!, version: order.sourceVersion ?? null, number: 'PO-1' },
        supplierReference: 'AB-1',
        note: null,
        lines: lines.map(({ sourceExternalId }) => ({ externalId: sourceExternalId!, lineNo: 1, answer: 'ACCEPT', quantity: null, promisedDate: '2031-09-10', unitPrice: null })),
      },
      signal,
    );
    expect(await sync()).toMatchObject({ parked: 0 });
    const after = await store.database.em.fork().findOneOrFail(PurchaseOrder, { id: order.id });
    expect(after).toMatchObject({ status: 'CONFIRMED', supplierReference: 'AB-1', firstPromise: '2031-09-10', currentPromise: '2031-09-10' });
    expect(await sync()).toMatchObject({ applied: 0, parked: 0 });
  });
});

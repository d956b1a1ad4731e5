import { InboxStatus } from '../../src/entities/enums.js';
import { Carrier, Customer, InboxMessage, Order, OrderLine, Product, PurchaseOrder, PurchaseOrderLine, Shipment, Supplier } from '../../src/entities/index.js';
import { receiveMany } from '../../src/domain/inbox.js';
import type { Connection } from '../../src/connectors/contract.js';
import { createHttpClient, type ClosableHttpClient } from '../../src/http/client.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { connectTryton } from '../support/tryton-connection.js';
import { describeTryton, startTryton, type TrytonServer } from '../support/tryton.js';

describeTryton('a real Tryton in the graph', () => {
  const { signal } = new AbortController();
  let server: TrytonServer;
  let store: TestDatabase;
  let http: ClosableHttpClient;
  let connection: Connection;
  let cursor: string | null = null;

  const sync = async (from = cursor): Promise<Record<string, number>> => {
    const count = { applied: 0, duplicate: 0, parked: 0 };
    for await (const page of connection.pull!(from, signal)) {
      const inlet = { connectorId: 'erp', normalise: connection.normalise, master: true, now: new Date(), cursor: page.cursor };
      const answers = await receiveMany(store.database, inlet, page.messages);
      for (const result of ['applied', 'duplicate', 'parked'] as const) count[result] += answers[result];
      cursor = page.cursor;
    }
    return count;
  };

  beforeAll(async () => {
    [server, store] = await Promise.all([startTryton(), freshDatabase()]);
    http = createHttpClient({ allowPrivateAddresses: true, retry: { attempts: 1 } });
    connection = connectTryton({ env: server.env, http });
  }, 900_000);

  afterAll(async () => {
    http?.close();
    await Promise.all([server?.destroy(), store?.close()]);
  });

  it('is applied whole, and once', async () => {
    const first = await sync();
    const em = store.database.em.fork();
    const waiting = await em.find(InboxMessage, { status: InboxStatus.PARKED });
    expect(waiting.map(({ messageId, reason }) => [messageId, reason])).toEqual([]);
    expect(first).toMatchObject({ duplicate: 0, parked: 0 });
    const held = await Promise.all([Customer, Supplier, Carrier, Order, PurchaseOrder, Shipment].map((table) => em.count(table as typeof Order, {})));
    expect(held).toEqual([10, 5, 2, 30, 20, 18]);
    expect(await em.count(Product, {})).toBeGreaterThanOrEqual(20);
    expect(await em.count(OrderLine, {})).toBeGreaterThan(30);
    expect(await sync(null)).toEqual({ applied: 0, duplicate: first['applied'], parked: 0 });
  });

  it('keeps a confirmation that was written back and read again', async () => {
    const em = store.database.em.fork();
    const line = await em.findOneOrFail(PurchaseOrderLine, { purchaseOrder: { status: 'ISSUED' } }, { populate: ['purchaseOrder'] });
    const order = line.purchaseOrder;
    const lines = await em.find(PurchaseOrderLine, { purchaseOrder: order });
    await connection.commands!.confirmPurchaseOrder!(
      {
        purchaseOrder: { externalId: order.sourceExternalId!, version: order.sourceVersion ?? null },
        supplierReference: 'AB-1',
        note: null,
        lines: lines.map(({ sourceExternalId }) => ({ externalId: sourceExternalId!, answer: 'ACCEPT', quantity: null, promisedDate: '2031-09-10', unitPrice: null })),
      },
      signal,
    );
    expect(await sync()).toMatchObject({ parked: 0 });
    const after = await store.database.em.fork().findOneOrFail(PurchaseOrder, { id: order.id });
    expect(after).toMatchObject({ status: 'CONFIRMED', supplierReference: 'AB-1', firstPromise: '2031-09-10', currentPromise: '2031-09-10' });
    expect(await sync()).toMatchObject({ applied: 0, parked: 0 });
  });
});

import postgres from 'postgres';
import { chineseCalendar } from '../../src/domain/calendar.js';
import type { CommandContext } from '../../src/domain/commands/command.js';
import { confirmPurchaseOrder } from '../../src/domain/commands/confirm-purchase-order.js';
import { decideProposals } from '../../src/domain/commands/decide-proposals.js';
import type { Viewer } from '../../src/domain/viewer.js';
import { InboxStatus } from '../../src/entities/enums.js';
import { Carrier, ConfirmationLine, Customer, InboxMessage, Order, OrderLine, Product, PurchaseOrder, PurchaseOrderLine, Shipment, Supplier } from '../../src/entities/index.js';
import { receiveMany } from '../../src/domain/inbox.js';
import type { Connection } from '../../src/connectors/contract.js';
import { createHttpClient, type ClosableHttpClient } from '../../src/http/client.js';
import { runJob } from '../../src/jobs/run-job.js';
import { sendCommandsJob } from '../../src/jobs/send-commands.js';
import { compareWithTryton } from '../hard/erp/truth.js';
import { contextOn } from '../jobs/context.js';
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

  it('holds a sale as it stands after a line was made and deleted by itself, which leaves no trace in the sale', async () => {
    const sql = postgres(server.postgresUrl, { max: 1 });
    const liveLines = (number: string) => store.database.em.fork().count(OrderLine, { order: { number }, cancelled: false });
    try {
      const [line] = await sql`select l.id, s.number from sale_line l join sale_sale s on s.id = l.sale where l.type = 'line' and s.number is not null order by l.id limit 1`;
      const before = await liveLines(line!['number'] as string);
      const [made] = await sql`
        insert into sale_line select (jsonb_populate_record(l, jsonb_build_object('id', nextval('sale_line_id_seq'), 'create_date', now(), 'write_date', now()))).*
        from sale_line l where l.id = ${line!['id'] as number} returning id`;
      await sync(null);
      expect(await liveLines(line!['number'] as string)).toBe(before + 1);
      await sql`delete from sale_line where id = ${made!['id'] as number}`;
      expect(await sync(null)).toMatchObject({ applied: 1, parked: 0 });
      expect(await liveLines(line!['number'] as string)).toBe(before);
    } finally {
      await sql.end();
    }
  });

  const asBuyer = as({ kind: 'staff', roles: ['PROCUREMENT'] });
  const asSupplier = (supplierId: string): CommandContext => as({ kind: 'supplier', roles: ['SUPPLIER'], supplierId });

  function as(viewer: Pick<Viewer, 'kind' | 'roles'> & Partial<Viewer>): CommandContext {
    const full: Viewer = { subject: 'tester', supplierId: null, carrierId: null, name: 'Tester', ...viewer };
    const common = { now: new Date(), by: { actor: 'tester', channel: 'test' }, idempotencyKey: null, zone: 'Asia/Shanghai', calendar: chineseCalendar };
    return { get database() { return store.database; }, ...common, viewer: full };
  }

  const tellErp = (): Promise<object> => {
    const understanding = { normalise: connection.normalise, master: true };
    const context = { ...contextOn(store.database, '2026-03-03'), now: () => new Date() };
    return runJob([sendCommandsJob], 'send-commands', { ...context, connectors: [{ id: 'erp', understanding, commands: connection.commands }] });
  };

  it("writes a supplier's agreed answer back, and keeps it when it is read again", async () => {
    const em = store.database.em.fork();
    const line = await em.findOneOrFail(PurchaseOrderLine, { purchaseOrder: { status: 'ISSUED' } }, { populate: ['purchaseOrder.supplier'] });
    const order = line.purchaseOrder;
    const lines = await em.find(PurchaseOrderLine, { purchaseOrder: order });
    const answered = await confirmPurchaseOrder(asSupplier(order.supplier.id), {
      purchaseOrderId: order.id,
      supplierReference: 'AB-1',
      lines: lines.map(({ id, quantity }) => ({ lineId: id, answer: 'CHANGE', quantity, promisedDate: '2031-09-10' })),
    });
    expect(answered).toMatchObject({ ok: true });
    expect(await tellErp()).toEqual({ erp: { planned: 0, done: 0, failed: 0 } });
    const proposals = await store.database.em.fork().find(ConfirmationLine, { confirmation: { purchaseOrder: order.id } });
    await decideProposals(asBuyer, { purchaseOrderId: order.id, decisions: proposals.map(({ id }) => ({ confirmationLineId: id, accept: true })) });
    expect(await tellErp()).toEqual({ erp: { planned: 1, done: 1, failed: 0 } });
    expect(await sync()).toMatchObject({ parked: 0 });
    const after = await store.database.em.fork().findOneOrFail(PurchaseOrder, { id: order.id });
    expect(after).toMatchObject({ status: 'CONFIRMED', supplierReference: 'AB-1', firstPromise: '2031-09-10', currentPromise: '2031-09-10' });
    expect(await sync()).toMatchObject({ applied: 0, parked: 0 });
  });

  it('holds wishes, promises, countries and stock as they stand in its tables, of archived parties too', async () => {
    const sql = postgres(server.postgresUrl, { max: 4, onnotice: () => {} });
    try {
      const at = sql`clock_timestamp() at time zone 'UTC'`;
      await sql`update sale_sale set shipping_date = case when id % 3 = 0 then null else date '2031-01-01' + id end, write_date = ${at}`;
      await sql`update purchase_purchase set delivery_date = case when id % 3 = 0 then date '2031-02-01' + id end, write_date = ${at} where id % 2 = 0`;
      await sql`update purchase_purchase set reference = 'S-' || id, write_date = ${at} where id % 4 <> 0 and coalesce(reference, '') = ''`;
      await sql`update purchase_line set delivery_date_edit = true, delivery_date_store = '2031-03-03', write_date = ${at} where id % 5 = 0`;
      await sql`update stock_move set planned_date = date '2031-04-01' + id, write_date = ${at} where state in ('draft', 'assigned') and id % 2 = 0`;
      await sql`update party_party set active = false, write_date = ${at} where id in (select party from sale_sale order by party limit 3)`;
      await sql`update party_address set country = (select max(id) from country_country), write_date = ${at} where id % 2 = 0`;
      expect(await sync()).toMatchObject({ parked: 0 });
      const { archived, stale, doubled } = await compareWithTryton(sql, store.database);
      expect({ archived: archived > 0, stale, doubled }).toEqual({ archived: true, stale: [], doubled: [] });
    } finally {
      await sql.end();
    }
  });
});

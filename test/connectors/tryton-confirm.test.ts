import postgres from 'postgres';
import type { Connection, HttpClient, PurchaseOrderConfirmationCommand } from '../../src/connectors/contract.js';
import type { PurchaseOrderFact } from '../../src/domain/facts.js';
import { createHttpClient, type ClosableHttpClient } from '../../src/http/client.js';
import { normaliseAll, pullAll } from '../support/pulling.js';
import { connectTryton } from '../support/tryton-connection.js';
import { describeTryton, startTryton, type TrytonServer } from '../support/tryton.js';

type Line = PurchaseOrderConfirmationCommand['lines'][number];

describeTryton("writing a supplier's confirmation into a real Tryton", () => {
  const { signal } = new AbortController();
  let server: TrytonServer;
  let http: ClosableHttpClient;
  let sql: postgres.Sql;
  let connection: Connection;
  let cursor: string | null = null;
  const orders = new Map<string, PurchaseOrderFact>();

  /** Brings the known purchases up to date. */
  const refresh = async (): Promise<void> => {
    const pulled = await pullAll(connection, cursor);
    cursor = pulled.cursor;
    for (const fact of normaliseAll(connection, pulled.messages).facts) {
      if (fact.kind === 'purchaseOrder') orders.set(fact.source.externalId, fact);
    }
  };
  /** A purchase in this state that no test has touched, with at least `lines` lines. */
  const purchaseIn = (state: PurchaseOrderFact['status'], lines = 1): PurchaseOrderFact => {
    const found = [...orders.values()].find((order) => order.status === state && order.lines.length >= lines && order.supplierReference === null);
    if (found === undefined) throw new Error(`the seed has no untouched purchase that is ${state} with ${lines} lines`);
    return found;
  };
  const confirm = (command: PurchaseOrderConfirmationCommand, by = connection): Promise<{ version: string | null }> =>
    by.commands!.confirmPurchaseOrder!(command, signal);
  const stamps = async (externalId: string): Promise<unknown> => {
    const id = Number(externalId.split(',')[1]);
    return await sql`select p.write_date, l.id, l.write_date as line, m.id as move_id, m.write_date as move
      from purchase_purchase p join purchase_line l on l.purchase = p.id left join stock_move m on m.origin = 'purchase.line,' || l.id
      where p.id = ${id} order by l.id, m.id`;
  };

  beforeAll(async () => {
    server = await startTryton();
    http = createHttpClient({ allowPrivateAddresses: true, retry: { attempts: 1 } });
    sql = postgres(server.postgresUrl, { max: 2, onnotice: () => {} });
    connection = connectTryton({ env: server.env, http });
    await refresh();
  }, 900_000);

  afterAll(async () => {
    await sql?.end();
    http?.close();
    await server?.destroy();
  });

  it('is read again as it was given, and the same command does nothing a second time', async () => {
    const order = purchaseIn('ISSUED', 2);
    const [first, second] = order.lines as [PurchaseOrderFact['lines'][number], PurchaseOrderFact['lines'][number]];
    const command = commandFor(order, [
      answer(first.externalId, { promisedDate: '2031-02-03' }),
      answer(second.externalId, { answer: 'BACKORDER', promisedDate: '2031-04-30', quantity: '5' }),
    ]);
    const { version } = await confirm(command);
    await refresh();
    const after = orders.get(order.source.externalId)!;
    expect(after.source.version).toBe(version);
    expect(after.source.version).not.toBe(order.source.version);
    expect(after.supplierReference).toBe('AB-4711');
    expect(after.lines.slice(0, 2)).toMatchObject([
      { externalId: first.externalId, promisedDate: '2031-02-03', status: 'ACCEPTED' },
      // A date, but no yes: what becomes of a backorder is not for Tryton to say.
      { externalId: second.externalId, promisedDate: '2031-04-30', status: undefined },
    ]);
    expect(after.status).toBe('PARTLY_CONFIRMED');
    const [{ comment, note }] = (await sql`select p.comment, l.note from purchase_purchase p join purchase_line l on l.purchase = p.id
      where l.id = ${Number(second.externalId.split(',')[1])}`) as unknown as [{ comment: string; note: string }];
    expect([comment, note]).toEqual(['Goods leave on Monday', "Supplier's answer: backordered, quantity 5"]);
    const before = await stamps(order.source.externalId);
    // With the version that it bore the first time: what is done already is no conflict.
    expect(await confirm(command)).toEqual({ version });
    expect(await stamps(order.source.externalId)).toEqual(before);
  });

  it('with a plain yes to every line confirms the dates that stand there', async () => {
    const order = purchaseIn('ISSUED');
    const asked = order.lines.map(({ requestedDate }) => requestedDate);
    await confirm(commandFor(order, order.lines.map(({ externalId }) => answer(externalId, {}))));
    await refresh();
    const after = orders.get(order.source.externalId)!;
    expect(after.status).toBe('CONFIRMED');
    expect(after.lines.map(({ promisedDate }) => promisedDate)).toEqual(asked);
    expect(asked).not.toContain(null);
  });

  it('keeps the date of a line that is not processed yet', async () => {
    const order = purchaseIn('PENDING_APPROVAL');
    const { externalId } = order.lines[0]!;
    await confirm(commandFor(order, [answer(externalId, { promisedDate: '2031-06-01' })]));
    await refresh();
    expect(orders.get(order.source.externalId)!.lines[0]).toMatchObject({ promisedDate: '2031-06-01' });
    await expect(confirm(commandFor(orders.get(order.source.externalId)!, [answer(externalId, { promisedDate: null })]))).resolves.toBeDefined();
    await refresh();
    expect(orders.get(order.source.externalId)!.lines[0]).toMatchObject({ promisedDate: '2031-06-01' });
  });

  it("adds to what staff wrote, and notes each new answer of the supplier's", async () => {
    const order = purchaseIn('ISSUED');
    const line = order.lines[0]!.externalId;
    const id = Number(order.source.externalId.split(',')[1]);
    await sql`update purchase_purchase set comment = 'Ring the bell twice' where id = ${id}`;
    const give = (given: Partial<Line>): Promise<unknown> => confirm({ ...commandFor(order, [answer(line, given)]), purchaseOrder: { externalId: order.source.externalId, version: null, number: 'PO-1' } });
    await give({ answer: 'REFUSE', promisedDate: '2031-01-01' });
    await give({ answer: 'REFUSE' });
    await give({ answer: 'ACCEPT' });
    await give({ answer: 'REFUSE' });
    const [row] = await sql`select p.comment, l.note, l.delivery_date_edit as edited from purchase_purchase p join purchase_line l on l.purchase = p.id
      where l.id = ${Number(line.split(',')[1])}`;
    expect(row).toEqual({
      comment: 'Ring the bell twice\nGoods leave on Monday',
      note: "Supplier's answer: refused\nSupplier's answer: accepted\nSupplier's answer: refused",
      // A yes without a date is one to the date that stands there.
      edited: true,
    });
  });

  it('is refused where the purchase was changed since it was read, naming the version that stands', async () => {
    await refresh();
    const order = purchaseIn('ISSUED');
    const line = order.lines[0]!.externalId;
    await sql`update purchase_line set note = 'changed by the buyer', write_date = clock_timestamp() at time zone 'UTC' where id = ${Number(line.split(',')[1])}`;
    const command = commandFor(order, [answer(line, { promisedDate: '2031-07-01' })]);
    const error = await confirm(command).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ kind: 'rejected', details: { status: 409, cause: { conflict: true } } });
    await refresh();
    const again = orders.get(order.source.externalId)!;
    expect(error).toMatchObject({ details: { cause: { version: again.source.version } } });
    await confirm({ ...command, purchaseOrder: { externalId: order.source.externalId, version: again.source.version, number: 'PO-1' } });
    await refresh();
    expect(orders.get(order.source.externalId)!.lines[0]).toMatchObject({ promisedDate: '2031-07-01' });
  });

  it.each(['purchase_purchase', 'purchase_line', 'stock_move'])('is refused where %s changes between reading and writing', async (table) => {
    await refresh();
    const order = purchaseIn('ISSUED');
    const line = order.lines[0]!.externalId;
    const ids: Record<string, postgres.PendingQuery<postgres.Row[]>> = {
      purchase_purchase: sql`select ${Number(order.source.externalId.split(',')[1])}::int as id`,
      purchase_line: sql`select ${Number(line.split(',')[1])}::int as id`,
      stock_move: sql`select id from stock_move where origin = ${line}`,
    };
    const id = (await ids[table]!)[0]!['id'] as number;
    const meddling: HttpClient = {
      request: async (request) => {
        if (String(request.body).includes('purchase.write')) {
          await sql`update ${sql(table)} set write_date = clock_timestamp() at time zone 'UTC' where id = ${id}`;
        }
        return await http.request(request);
      },
    };
    const command = commandFor(order, [answer(line, { promisedDate: '2031-08-01' })]);
    await expect(confirm(command, connectTryton({ env: server.env, http: meddling }))).rejects.toMatchObject({
      kind: 'rejected',
      message: expect.stringContaining('modified in the meanwhile') as string,
      details: { status: 409, cause: { conflict: true } },
    });
    await refresh();
    expect(orders.get(order.source.externalId)!).toMatchObject({ supplierReference: null, status: 'ISSUED' });
  });

  it.each<[string, (order: PurchaseOrderFact) => Partial<PurchaseOrderConfirmationCommand>, RegExp]>([
    ['an unknown purchase', () => ({ purchaseOrder: { externalId: 'purchase.purchase,999999', version: null, number: 'PO-1' } }), /no purchase purchase\.purchase,999999/],
    ['the id of something else', () => ({ purchaseOrder: { externalId: 'sale.sale,1', version: null, number: 'PO-1' } }), /no purchase sale\.sale,1/],
    ['a line of another purchase', () => ({ lines: [answer('purchase.line,999999', {})] }), /has no purchase\.line,999999/],
    ['a date that does not exist', (order) => ({ lines: [answer(order.lines[0]!.externalId, { promisedDate: '2031-02-29' })] }), /2031-02-29 is no date/],
  ])('refuses %s', async (_what, change, problem) => {
    const order = purchaseIn('ISSUED');
    const command = { ...commandFor(order, []), ...change(order) };
    await expect(confirm(command)).rejects.toMatchObject({ kind: 'rejected', message: expect.stringMatching(problem) as string });
  });

  it('takes none for a cancelled purchase', async () => {
    const order = purchaseIn('CANCELLED');
    await expect(confirm(commandFor(order, []))).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining('is cancelled') as string });
  });
});

function answer(externalId: string, given: Partial<Line>): Line {
  return { externalId, lineNo: 1, answer: 'ACCEPT', quantity: null, promisedDate: null, unitPrice: null, ...given };
}

function commandFor(order: PurchaseOrderFact, lines: readonly Line[]): PurchaseOrderConfirmationCommand {
  const { externalId, version } = order.source;
  return { idempotencyKey: 'answer-1', purchaseOrder: { externalId, version, number: 'PO-1' }, supplierReference: 'AB-4711', note: 'Goods leave on Monday', lines };
}

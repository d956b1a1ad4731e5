import postgres from 'postgres';
import type { Connection, Message } from '../../src/connectors/contract.js';
import type { Fact } from '../../src/domain/facts.js';
import { TrytonClient } from '../../src/connectors/erp/tryton/client.js';
import { parseConfig } from '../../src/connectors/erp/tryton/config.js';
import { createHttpClient, type ClosableHttpClient } from '../../src/http/client.js';
import { normaliseAll, pullAll, recordOf, type Pulled } from '../support/pulling.js';
import { connectTryton } from '../support/tryton-connection.js';
import { stockByMoves } from '../support/tryton-stock.js';
import { describeTryton, startTryton, type TrytonServer } from '../support/tryton.js';

describeTryton('pulling from a real Tryton', () => {
  const { signal } = new AbortController();
  let server: TrytonServer;
  let http: ClosableHttpClient;
  let sql: postgres.Sql;
  let rpc: TrytonClient;
  let context: object;
  let connection: Connection;
  let load: Pulled;
  let cursor: string;
  const seen = new Set<string>();

  const connect = (env: Record<string, string> = {}, now?: () => Date): Connection =>
    connectTryton({ env: { ...server.env, ...env }, http, now });
  const write = (model: string, ids: number[], values: object): Promise<unknown> =>
    rpc.write(`model.${model}.write`, [ids, values, context], signal);
  const count = async (table: string): Promise<number> =>
    Number((await sql`select count(*) from ${sql(table)}`)[0]!['count']);
  /** What a pull brings that none before it did: what an inbox would not drop as a duplicate. */
  const news = async (by = connection): Promise<Message[]> => {
    const pulled = await pullAll(by, cursor);
    const fresh = pulled.messages.filter(({ messageId }) => !seen.has(messageId));
    for (const { messageId } of fresh) seen.add(messageId);
    cursor = pulled.cursor;
    return fresh;
  };
  const moves = async (): Promise<string[]> => (await stockByMoves(sql)).map(({ ref, value }) => `${ref}: ${value}`);
  const idOf = async (query: postgres.PendingQuery<postgres.Row[]>): Promise<number> => Number((await query)[0]!['id']);

  beforeAll(async () => {
    server = await startTryton();
    http = createHttpClient({ allowPrivateAddresses: true, retry: { attempts: 1 } });
    sql = postgres(server.postgresUrl, { max: 2, onnotice: () => {} });
    rpc = new TrytonClient(parseConfig(server.env), { http, now: () => new Date(), log: console, watched: () => Promise.resolve([]) });
    ({ context } = await rpc.login(signal));
    connection = connect();
    load = await pullAll(connection);
    cursor = load.cursor;
    for (const { messageId } of load.messages) seen.add(messageId);
  }, 900_000);

  afterAll(async () => {
    await sql?.end();
    http?.close();
    await server?.destroy();
  });

  it('says what it reached, as whom, with which rights', async () => {
    const result = await connect().check(signal);
    expect(result).toEqual({ ok: true, detail: expect.stringMatching(/^Tryton 6\.0\.\d+ at .*, database erp, as gateway of Gateway Test Company$/) as string });
  });

  it.each([
    [{ PASSWORD: 'wrong' }, /login as gateway refused: check USERNAME and PASSWORD/],
    [{ DATABASE: 'absent' }, /no database absent at .*: check URL and DATABASE/],
    [{ COMPANY: '77' }, /company 77 is not one that the user may see: check COMPANY/],
    [{ URL: 'http://127.0.0.1:9' }, /no complete answer/],
  ])('says what is wrong with %j', async (env, problem) => {
    expect(await connect(env).check(signal)).toEqual({ ok: false, detail: expect.stringMatching(problem) as string });
  });

  it('loads everything that the database holds, each record after those that it names', async () => {
    const { facts, unmapped } = normaliseAll(connection, load.messages);
    expect(unmapped).toEqual([]);
    expect(countBy(load.messages, ({ topic }) => topic)).toMatchObject({
      'product.product': await count('product_product'),
      carrier: await count('carrier'),
      'sale.sale': await count('sale_sale'),
      'purchase.purchase': await count('purchase_purchase'),
      'stock.shipment.in': await count('stock_shipment_in'),
      'stock.shipment.out': 18,
    });
    expect(countBy(facts, ({ kind }) => kind)).toMatchObject({ customer: 10, supplier: 5, carrier: 2, order: 30, purchaseOrder: 20, shipment: 18 });
    // Everything that a fact names was said by a fact before it.
    const said = new Set<string>();
    for (const fact of facts) {
      for (const ref of refsOf(fact)) expect(said).toContain(ref);
      for (const name of namesOf(fact)) said.add(name);
    }
  });

  it('repeats amounts, quantities and tracking numbers to the digit', async () => {
    const { facts } = normaliseAll(connection, load.messages);
    const lines = facts.flatMap((fact) => (fact.kind === 'order' ? fact.lines : []));
    const stored = await sql`select 'sale.line,' || id as "externalId", unit_price::text as "unitPrice", quantity::numeric::text as quantity
      from sale_line where type = 'line' order by id`;
    const told = lines.map(({ externalId, unitPrice, quantity }) => ({ externalId, unitPrice, quantity }));
    expect(told.sort((a, b) => idIn(a.externalId) - idIn(b.externalId))).toEqual([...stored]);
    const tracking = facts.flatMap((fact) => (fact.kind === 'shipment' ? (fact.trackingNumber ?? []) : []));
    const references = await sql`select shipping_reference as ref from stock_package where shipping_reference is not null`;
    expect(tracking.sort()).toEqual(references.map(({ ref }) => ref as string).sort());
    expect(tracking.length).toBeGreaterThan(0);
  });

  it('gives the same messages in small pages, and goes on after any of them', async () => {
    const first: Message[] = [];
    let cursor = '';
    for await (const page of connect({ PAGE_SIZE: '9' }).pull!(null, signal)) {
      first.push(...page.messages);
      cursor = page.cursor;
      expect(page.messages.length).toBeLessThanOrEqual(9);
      if (first.length >= 50) break;
    }
    const rest = await pullAll(connect({ PAGE_SIZE: '9' }), cursor);
    const ids = [...first, ...rest.messages].map(({ messageId }) => messageId);
    // Only parties are sent again, by the orders that name them.
    expect(ids.length).toBeLessThanOrEqual(load.messages.length + 15);
    expect(new Set(ids)).toEqual(new Set(load.messages.map(({ messageId }) => messageId)));
  });

  it('tells what lies in each warehouse, as the moves add up', async () => {
    expect(stockIn(normaliseAll(connection, load.messages).facts)).toEqual(await moves());
    // Services are not stocked.
    expect(load.messages.filter(({ topic }) => topic === 'stock').length).toBe(await count('product_product') - 2);
  });

  it('finds nothing new where nothing has changed', async () => {
    expect(await news()).toEqual([]);
  });

  it.each<[string, string, () => Promise<unknown>]>([
    ['an order line', 'sale.sale', async () => write('sale.line', [await idOf(sql`select l.id from sale_line l join sale_sale s on s.id = l.sale where s.state = 'draft' limit 1`)], { quantity: 77 })],
    ['a purchase line', 'purchase.purchase', async () => write('purchase.line', [await idOf(sql`select l.id from purchase_line l join purchase_purchase p on p.id = l.purchase where p.state = 'draft' limit 1`)], { note: 'call first' })],
    ['the tracking number of a package', 'stock.shipment.out', async () => write('stock.package', [await idOf(sql`select id from stock_package limit 1`)], { shipping_reference: 'NEW-0001' })],
    ['the name of a product', 'product.product', async () => write('product.template', [await idOf(sql`select id from product_template limit 1`)], { name: 'Renamed' })],
    ['the address of a customer', 'party.party', async () => write('party.address', [await idOf(sql`select a.id from party_address a join sale_sale s on s.party = a.party limit 1`)], { city: 'Elsewhere' })],
  ])('sees a change of %s alone', async (_what, topic, change) => {
    await change();
    const changed = await news();
    expect(changed.map((message) => message.topic)).toEqual([topic]);
    const before = load.messages.find((message) => message.topic === topic && recordOf(message)['id'] === recordOf(changed[0]!)['id'])!;
    // The header's own stamp stood still: without its parts nobody would have seen it.
    expect(recordOf(changed[0]!)['_timestamp']).toBe(recordOf(before)['_timestamp']);
  });

  it('sees a move of a purchase and of a shipment at both', async () => {
    const date = { __class__: 'date', year: 2031, month: 5, day: 6 };
    await write('stock.move', [await idOf(sql`select id from stock_move where origin like 'purchase.line,%' and state = 'draft' limit 1`)], { planned_date: date });
    await write('stock.move', [await idOf(sql`select id from stock_move where origin like 'sale.line,%' and state = 'draft' limit 1`)], { planned_date: date });
    expect((await news()).map(({ topic }) => topic)).toEqual(['sale.sale', 'purchase.purchase', 'stock.shipment.out']);
  });

  it('sends a new customer before the first order that names him', async () => {
    const create = async (model: string, values: object): Promise<number> =>
      ((await rpc.write(`model.${model}.create`, [[values], context], signal)) as [number])[0];
    const party = await create('party.party', { name: 'Zephyr Kites', addresses: [['create', [{ city: 'Kiel' }]]] });
    const { company, currency } = (await sql`select company, currency from sale_sale limit 1`)[0]!;
    const sale = await create('sale.sale', { party, company, currency });
    // Never changed, so that it has no write_date to be found by.
    expect([...(await sql`select write_date from sale_sale where id = ${sale} union select write_date from party_party where id = ${party}`)]).toEqual([{ write_date: null }]);
    const changed = await news();
    expect(changed.map(({ topic }) => topic)).toEqual(['party.party', 'sale.sale']);
    expect(normaliseAll(connection, changed).facts).toMatchObject([
      { kind: 'customer', name: 'Zephyr Kites' },
      { kind: 'order', customer: `party.party,${party}`, status: 'RECEIVED' },
    ]);
  });

  it('sends a supplier anew as the customer that he becomes', async () => {
    const supplier = await idOf(sql`select party as id from purchase_purchase limit 1`);
    const sale = await idOf(sql`select id from sale_sale where state = 'draft' limit 1`);
    await write('sale.sale', [sale], { party: supplier, invoice_address: null, shipment_address: null });
    const changed = await news();
    expect(changed.map(({ topic }) => topic)).toEqual(['party.party', 'sale.sale']);
    expect(normaliseAll(connection, changed).facts.map(({ kind }) => kind)).toEqual(['customer', 'supplier', 'order']);
  });

  it('tells the stock of what has moved, and of nothing else', async () => {
    const create = async (model: string, values: object): Promise<number> =>
      ((await rpc.write(`model.${model}.create`, [[values], context], signal)) as [number])[0];
    const [{ company } = {}] = await sql`select company from sale_sale limit 1`;
    const storage = await idOf(sql`select id from stock_location where code = 'STO'`);
    const lost = await idOf(sql`select id from stock_location where type = 'lost_found'`);
    const [kilos, pieces] = [await idOf(sql`select id from product_product where template in (select id from product_template where default_uom = 2) order by id limit 1`), 1];
    const grams = await idOf(sql`select id from product_uom where symbol = 'g'`);
    const plan = (product: number, uom: number, quantity: number): Promise<number> =>
      create('stock.move', { company, product, uom, quantity, from_location: storage, to_location: lost });
    const before = await moves();
    const done = [await plan(kilos, grams, 250), await plan(pieces, 1, 100_000)];
    await plan(2, 1, 5);
    await rpc.write('model.stock.move.do', [done, context], signal);
    const changed = await news();
    expect(changed.map(({ messageId }) => messageId.replace(/:\w+$/, ''))).toEqual([`stock:${pieces}`, `stock:${kilos}`]);
    const after = stockIn(normaliseAll(connection, changed).facts);
    expect(after).toEqual((await moves()).filter((line) => !before.includes(line)));
    expect(after).toEqual([expect.stringMatching(/ in WH: -\d+ u$/), expect.stringMatching(/ in WH: \d+\.75 kg$/)]);
    expect(await news()).toEqual([]);
  });

  it('tells that nothing lies anywhere of a product that is new', async () => {
    const template = await idOf(sql`select template as id from product_product where code = 'SKU-003'`);
    await rpc.write('model.product.template.copy', [[template], { code: 'SKU-NEW' }, context], signal);
    const product = await idOf(sql`select id from product_product order by id desc limit 1`);
    const made = await news();
    expect(made.map(({ topic }) => topic)).toEqual(['product.product', 'stock']);
    expect(stockIn(normaliseAll(connection, made).facts)).toEqual([`product.product,${product} in WH: 0 u`]);
  });

  it('tells of products in small pages, however often each has moved', async () => {
    const touched = await sql`update stock_move set write_date = clock_timestamp() at time zone 'UTC' where state = 'done' returning product`;
    const made = await sql`select max(id) as product from product_product`;
    const products = new Set([...touched, ...made].map(({ product }) => product as number));
    const { messages, pages } = await pullAll(connect({ PAGE_SIZE: '3' }), cursor);
    expect(messages.flatMap((message) => (message.topic === 'stock' ? [recordOf(message)['id']] : []))).toEqual([...products].sort((a, b) => a - b));
    expect(Math.max(...pages)).toBeLessThanOrEqual(9);
    expect((await news()).filter(({ topic }) => topic === 'stock')).toEqual([]);
  });

  it('counts the stock of its own company, and of none that the user does not belong to', async () => {
    const party = await idOf(sql`select party as id from sale_sale limit 1`);
    const company = await idOf(sql`insert into company_company (party, currency) select ${party}, currency from company_company limit 1 returning id`);
    const other = connect({ COMPANY: String(company) });
    expect(await other.check(signal)).toMatchObject({ ok: false, detail: expect.stringContaining('check COMPANY') as string });
    await expect(pullAll(other)).rejects.toMatchObject({ kind: 'config' });
    await sql`insert into "res_user-company_company" ("user", company) select id, ${company} from res_user where login = 'gateway'`;
    await server.kill();
    await server.start();
    const { facts } = normaliseAll(other, (await pullAll(other)).messages);
    expect(new Set(stockIn(facts).map((line) => line.replace(/.*: /, '')))).toEqual(new Set(['0 u', '0 kg']));
  });

  it('sees a row that was written a minute ago and committed now, by looking back or else by a full reading', async () => {
    const hasty = connect({ OVERLAP_SECONDS: '0' });
    const sale = await idOf(sql`select id from sale_sale where state = 'quotation' limit 1`);
    await sql.begin(async (transaction) => {
      // A transaction's rows bear the time of its beginning.
      await transaction`update sale_sale set number = 'LATE', write_date = clock_timestamp() at time zone 'UTC' - interval '1 minute' where id = ${sale}`;
      expect(await news()).toEqual([]);
    });
    const isLate = (message: Message): boolean => recordOf(message)['number'] === 'LATE';
    const missed = await pullAll(hasty, cursor);
    expect(missed.messages.some(isLate)).toBe(false);
    const tomorrow = connect({ OVERLAP_SECONDS: '0' }, hoursAhead(25));
    expect((await pullAll(tomorrow, missed.cursor)).messages.some(isLate)).toBe(true);
    expect((await news()).map(isLate)).toEqual([true]);
  });

  it('tells at the next full reading what was deleted, once', async () => {
    const sale = await idOf(sql`select id from sale_sale where state = 'draft' order by id desc limit 1`);
    await rpc.write('model.sale.sale.cancel', [[sale], context], signal);
    await rpc.write('model.sale.sale.delete', [[sale], context], signal);
    expect(await news()).toEqual([]);
    const gone = await news(connect({}, hoursAhead(25)));
    expect(gone.map(recordOf)).toEqual([{ id: sale, deleted: true }]);
    expect(normaliseAll(connection, gone)).toEqual({ facts: [], unmapped: [{ path: 'deleted', value: `sale.sale,${sale}` }] });
    expect(await news(connect({}, hoursAhead(50)))).toEqual([]);
  });

  it('goes on where it stood after the server was killed, and logs in anew where its session is gone', async () => {
    await server.kill();
    await expect(news()).rejects.toMatchObject({ kind: 'transient' });
    expect(await connection.check(signal)).toMatchObject({ ok: false });
    await server.start();
    expect(await news()).toEqual([]);
    await sql`delete from ir_session`;
    expect(await news()).toEqual([]);
  });
});

/** Stock levels in words. */
function stockIn(facts: readonly Fact[]): string[] {
  return facts.flatMap((fact) => (fact.kind === 'stockLevel' ? [`${fact.product} in ${fact.warehouse}: ${fact.onHand} ${fact.unit}`] : []));
}

function hoursAhead(hours: number): () => Date {
  return () => new Date(Date.now() + hours * 3_600_000);
}

function countBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1;
  return counts;
}

function idIn(reference: string): number {
  return Number(reference.split(',')[1]);
}

/** What a fact names. */
function refsOf(fact: Fact): string[] {
  switch (fact.kind) {
    case 'stockLevel':
      return [fact.product];
    case 'order':
      return [fact.customer, ...fact.lines.flatMap(({ product }) => product ?? [])];
    case 'purchaseOrder':
      return [fact.supplier, ...fact.lines.flatMap(({ product }) => product ?? [])];
    case 'receipt':
      return [fact.purchaseOrder, ...fact.lines.map(({ purchaseOrderLine }) => purchaseOrderLine)];
    case 'shipment':
      return [...(fact.carrier === null ? [] : [fact.carrier]), ...fact.lines.flatMap(({ orderLine }) => orderLine ?? [])];
    default:
      return [];
  }
}

/** What others may name after it. */
function namesOf(fact: Fact): string[] {
  const lines = fact.kind === 'order' || fact.kind === 'purchaseOrder' ? fact.lines.map(({ externalId }) => externalId) : [];
  return [fact.source.externalId, ...lines];
}


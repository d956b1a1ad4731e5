/** Changes of sales and purchases, which are alike in Tryton down to the names of their fields. */
import { type Desk, gateName, reserved } from './desk.js';
import type { Kind } from './kinds.js';

interface Order {
  readonly word: string;
  readonly model: 'sale' | 'purchase';
  readonly table: string;
  readonly lines: string;
  /** What a new one needs of its party's addresses. */
  readonly addresses: readonly string[];
  /** Where the day stands by which it is wanted. */
  readonly wish: 'shipping_date' | 'delivery_date';
}

export const sale: Order = { word: 'sale', model: 'sale', table: 'sale_sale', lines: 'sale_line', addresses: ['invoice_address', 'shipment_address'], wish: 'shipping_date' };
const purchase: Order = { word: 'purchase', model: 'purchase', table: 'purchase_purchase', lines: 'purchase_line', addresses: ['invoice_address'], wish: 'delivery_date' };

export const orderKinds: readonly Kind[] = [...kindsOf(sale), ...kindsOf(purchase), supplierReference()];

function kindsOf(order: Order): Kind[] {
  const { word, model, wish } = order;
  const header = `${model}.${model}`;
  const line = `${model}.line`;
  const kind = (name: string, weight: number, most: number, change: Kind['change']): Kind => ({ name: `${word} ${name}`, weight, most, change });
  return [
    kind('copied', 2, 10, async (desk, most) => {
      const found = await desk.choose(inState(desk, order, ['draft', 'quotation', 'cancelled', 'processing']), most);
      if (found.length > 0) await desk.call(`${header}.copy`, found, {});
      return found.length;
    }),
    kind('made', 2, 1, async (desk, most) => {
      for (let made = 0; made < most; made += 1) await desk.create(header, await newOrder(desk, order, await anyParty(desk)));
      return most;
    }),
    kind('line changed', 5, 40, async (desk, most) => desk.writeEach(line, await desk.choose(draftLines(desk, order), most), () => ({ quantity: desk.quantity() }))),
    kind('line priced', 2, 20, async (desk, most) => desk.writeEach(line, await desk.choose(draftLines(desk, order), most), () => ({ unit_price: desk.price() }))),
    kind('wanted by another day', 2, 20, async (desk, most) =>
      desk.writeEach(header, await desk.choose(inState(desk, order, ['draft', 'quotation']), most), () => ({ [wish]: desk.random.below(4) === 0 ? null : desk.day() })),
    ),
    kind('line added', 2, 8, async (desk, most) => {
      const lines = [['create', [await newLine(desk)]]];
      return desk.writeEach(header, await desk.choose(inState(desk, order, ['draft']), most), () => ({ lines }));
    }),
    kind('line taken out', 1, 4, async (desk, most) => {
      const found = await desk.choose(spareLines(desk, order), most);
      const of = new Map((await desk.sql`select id, ${desk.sql(model)} as header from ${desk.sql(order.lines)} where id = any(${found})`).map(({ id, header: at }) => [at as number, id as number]));
      return desk.writeEach(header, [...of.keys()], (id) => ({ lines: [['delete', [of.get(id)]]] }));
    }),
    // Leaves no trace in Tryton: only a full reading finds it.
    kind('line deleted by itself', 1, 4, async (desk, most) => desk.press(`${line}.delete`, await desk.choose(spareLines(desk, order), most))),
    kind('quoted', 4, 15, async (desk, most) => desk.press(`${header}.quote`, await desk.choose(inState(desk, order, ['draft']), most))),
    kind('drafted', 3, 15, async (desk, most) => desk.press(`${header}.draft`, await desk.choose(inState(desk, order, ['quotation', 'cancelled']), most))),
    kind('confirmed', 3, 4, async (desk, most) => desk.press(`${header}.confirm`, await desk.choose(inState(desk, order, ['quotation']), most))),
    kind('cancelled', 2, 8, async (desk, most) => desk.press(`${header}.cancel`, await desk.choose(inState(desk, order, ['draft', 'quotation']), most))),
    kind('deleted', 1, 4, async (desk, most) => desk.press(`${header}.delete`, await desk.choose(inState(desk, order, ['draft', 'cancelled']), most))),
  ];
}

function supplierReference(): Kind {
  return {
    name: 'supplier reference written',
    weight: 3,
    most: 40,
    change: async (desk, most) => {
      const found = await desk.choose(inState(desk, purchase, ['draft', 'quotation', 'processing']), most);
      return desk.writeEach('purchase.purchase', found, () => ({ reference: `Ref ${desk.text()}` }));
    },
  };
}

function inState({ sql }: Desk, { table }: Order, states: readonly string[]) {
  return sql`select id from ${sql(table)} where state in ${sql(states)} and description is distinct from ${reserved}`;
}

function draftLines(desk: Desk, order: Order) {
  const { sql } = desk;
  return sql`select id from ${sql(order.lines)} where type = 'line' and ${sql(order.model)} in (${inState(desk, order, ['draft'])})`;
}

/** The last line of each draft that has another one. */
function spareLines(desk: Desk, order: Order) {
  const { sql } = desk;
  return sql`select max(id) as id from ${sql(order.lines)} where ${sql(order.model)} in (${inState(desk, order, ['draft'])}) group by ${sql(order.model)} having count(*) > 1`;
}

/** A line of a random product, as a call writes it. */
export async function newLine(desk: Desk): Promise<object> {
  const goods = await desk.sql`select p.id, t.default_uom as unit from product_product p join product_template t on t.id = p.template where t.type = 'goods' order by p.id`;
  const { id, unit } = goods[desk.random.below(goods.length)]!;
  return { type: 'line', product: id as number, unit: unit as number, quantity: desk.quantity(), unit_price: desk.price() };
}

/** A draft with a line, of this party, in the company's own currency. */
export async function newOrder(desk: Desk, { table, addresses }: Pick<Order, 'table' | 'addresses'>, party: number): Promise<object> {
  const { sql } = desk;
  const [{ company, currency } = {}] = await sql`select company, currency from ${sql(table)} order by id limit 1`;
  const address = await desk.one(sql`select id from party_address where party = ${party}`);
  return { company: company as number, currency: currency as number, party, ...Object.fromEntries(addresses.map((name) => [name, address])), lines: [['create', [await newLine(desk)]]] };
}

/** Not the party at which late transactions wait. */
function anyParty(desk: Desk): Promise<number> {
  return desk.one(desk.sql`select distinct a.party as id from party_address a join party_party p on p.id = a.party where p.name <> ${gateName}`);
}

/** Changes of what moves: receipts of purchases, shipments of sales, and the dates that are planned for both. */
import { type Desk, reserved } from './desk.js';
import type { Kind } from './kinds.js';

/** The button that takes a shipment on from each state; packing needs packages first. */
const nextStep: Readonly<Record<string, string>> = { waiting: 'assign_force', assigned: 'pick', picked: 'pack', packed: 'done' };

export const goodsKinds: readonly Kind[] = [
  {
    name: 'move planned otherwise',
    weight: 4,
    most: 20,
    change: async (desk, most) => {
      const found = desk.sql`select id from stock_move where state = 'draft' and (origin like 'sale.line,%' or id in (${openMoves(desk)}))`;
      return desk.writeEach('stock.move', await desk.choose(found, most), () => ({ planned_date: desk.day() }));
    },
  },
  {
    name: 'shipment taken a step on',
    weight: 8,
    most: 4,
    change: async (desk, most) => {
      const states = Object.keys(nextStep);
      const state = states[desk.random.below(states.length)]!;
      const found = await desk.choose(desk.sql`select id from stock_shipment_out where state = ${state}`, most);
      if (state === 'picked') for (const id of found) await putInPackages(desk, id);
      return desk.press(`stock.shipment.out.${nextStep[state]}`, found);
    },
  },
  {
    name: 'shipment cancelled',
    weight: 1,
    most: 2,
    change: async (desk, most) => desk.press('stock.shipment.out.cancel', await desk.choose(desk.sql`select id from stock_shipment_out where state = 'waiting'`, most)),
  },
  {
    name: 'tracking number written',
    weight: 2,
    most: 10,
    change: async (desk, most) => desk.writeEach('stock.package', await desk.choose(desk.sql`select id from stock_package`, most), () => ({ shipping_reference: `TRK-${desk.text()}` })),
  },
  {
    name: 'goods received',
    weight: 3,
    most: 2,
    change: async (desk, most) => {
      const waiting = desk.sql`select distinct p.id from purchase_purchase p join purchase_line l on l.purchase = p.id join stock_move m on m.origin = 'purchase.line,' || l.id
        where m.id in (${openMoves(desk)})`;
      const found = await desk.choose(waiting, most);
      for (const id of found) await receive(desk, id);
      return found.length;
    },
  },
  {
    name: 'goods lost or found',
    weight: 3,
    most: 4,
    change: async (desk, most) => {
      const found = await desk.choose(desk.sql`select p.id from product_product p join product_template t on t.id = p.template where t.type = 'goods'`, most);
      const made: number[] = [];
      for (const product of found) made.push(await desk.create('stock.move', await loss(desk, product)));
      return desk.press('stock.move.do', made);
    },
  },
  {
    name: 'receipt put away',
    weight: 2,
    most: 4,
    change: async (desk, most) => desk.press('stock.shipment.in.done', await desk.choose(desk.sql`select id from stock_shipment_in where state = 'received'`, most)),
  },
];

/** What purchases still wait for. */
function openMoves({ sql }: Desk) {
  return sql`select m.id from stock_move m join purchase_line l on m.origin = 'purchase.line,' || l.id join purchase_purchase p on p.id = l.purchase
    where m.state = 'draft' and m.shipment is null and p.state = 'processing' and p.description is distinct from ${reserved}`;
}

/** From the storage zone into nowhere, or back; more may be lost than was there. */
async function loss(desk: Desk, product: number): Promise<object> {
  const { sql, random } = desk;
  const places = [await desk.one(sql`select id from stock_location where code = 'STO'`), await desk.one(sql`select id from stock_location where type = 'lost_found'`)];
  const [from_location, to_location] = random.below(2) === 0 ? places : places.toReversed();
  const [{ company, uom } = {}] = await sql`select c.id as company, t.default_uom as uom from company_company c, product_product p join product_template t on t.id = p.template where p.id = ${product} order by c.id`;
  return { company, product, uom, quantity: desk.quantity(), from_location, to_location };
}

/** All goods of a shipment in one package or in two, each with a tracking number. */
async function putInPackages(desk: Desk, shipment: number): Promise<void> {
  const { sql, random } = desk;
  const reference = `stock.shipment.out,${shipment}`;
  if ((await sql`select 1 from stock_package where shipment = ${reference}`).length > 0) return;
  const type = await desk.one(sql`select id from stock_package_type`);
  const moves = await desk.choose(
    sql`select m.id from stock_move m join stock_location l on l.id = m.to_location where m.shipment = ${reference} and m.state <> 'cancelled' and l.type = 'customer'`,
    Infinity,
  );
  const at = moves.length > 1 && random.below(2) === 0 ? 1 : moves.length;
  for (const part of [moves.slice(0, at), moves.slice(at)]) {
    if (part.length > 0) await desk.create('stock.package', { shipment: reference, type, moves: [['add', part]], shipping_reference: `TRK-${desk.text()}` });
  }
}

/** Takes in what a purchase waits for, or the half of its first move. */
async function receive(desk: Desk, purchase: number): Promise<void> {
  const { sql, random } = desk;
  const [{ company, party, warehouse } = {}] = await sql`select company, party, warehouse from purchase_purchase where id = ${purchase}`;
  const moves = await sql`select m.id, m.quantity from stock_move m join purchase_line l on m.origin = 'purchase.line,' || l.id
    where l.purchase = ${purchase} and m.id in (${openMoves(desk)}) order by m.id`;
  const [first] = moves;
  if (!first) return;
  const half = Math.floor(Number(first['quantity']) / 2);
  const partly = half > 0 && random.below(2) === 0 ? [['write', [first['id']], { quantity: half }]] : [];
  const incoming = [['add', moves.map(({ id }) => id as number)], ...partly];
  const id = await desk.create('stock.shipment.in', { company, supplier: party, warehouse, reference: `DN-${desk.text()}`, incoming_moves: incoming });
  await desk.call('stock.shipment.in.receive', [id]);
}

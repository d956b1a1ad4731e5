/** Figures from the rollup are those from the lines, whatever was changed and whenever it was counted anew. */
import fc from 'fast-check';
import { chineseCalendar } from '../../../src/domain/calendar.js';
import { fillCalendarTable } from '../../../src/domain/calendar-table.js';
import { deliveryPerformance } from '../../../src/domain/figures/delivery-performance.js';
import type { DeliveryFigure, DeliveryPerformance, DeliveryRequest } from '../../../src/domain/figures/request.js';
import { DeliveryDimension, DeliveryPromise, DeliverySubject, checkRequest } from '../../../src/domain/figures/request.js';
import { rolledBy } from '../../../src/domain/figures/rollup/figures.js';
import { refreshRollups } from '../../../src/domain/figures/rollup/refresh.js';
import type { TestDatabase } from '../../support/database.js';
import { freshDatabase } from '../../support/database.js';
import { anyDay, anyWorld, carriers, classes, countries, customers, insertParties, modes, products, replaceWorld, suppliers } from './world.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await freshDatabase();
  await insertParties(test.database.em.fork());
  await fillCalendarTable(test.database, 'CN', chineseCalendar, new Date('2026-01-01T00:00:00Z'));
});
afterAll(() => test.close());

const value = <T extends string>(set: Record<string, T>): fc.Arbitrary<T> => fc.constantFrom(...Object.values(set));
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { freq: 3 });

/** Days at which a month begins are likelier, so that whole months are asked for, and asked about. */
const anyEnd = fc.oneof(anyDay, fc.constantFrom('2024-02-01', '2024-03-01'));

const anyRequest: fc.Arbitrary<DeliveryRequest> = fc.record(
  {
    subject: value(DeliverySubject),
    range: fc.option(fc.tuple(fc.option(anyEnd), fc.option(anyEnd)).map(([from, to]) => (from && to && to < from ? { from: to, to: from } : { from, to }))),
    groupBy: fc.array(value(DeliveryDimension), { maxLength: 2 }),
    promise: value(DeliveryPromise),
    asOf: fc.oneof(anyEnd, fc.constant('2024-06-01')),
    filter: fc.option(
      fc.oneof(
        fc.record({ supplierIds: fc.subarray([...suppliers, 'no-such-id']) }),
        fc.record({ countries: fc.subarray([...countries]) }),
        fc.record({ modes: fc.subarray([...modes]) }),
        fc.record({ productClasses: fc.subarray([...classes]) }),
        fc.record({ ownWarehouse: fc.boolean() }),
      ),
      { freq: 2 },
    ),
    scope: fc.option(fc.constantFrom({ supplierId: suppliers[0] }, { carrierId: carriers[0] }), { freq: 4 }),
  },
  { requiredKeys: ['subject', 'asOf'] },
);

/** A change of one row, chosen by its place in the order of ids; of any column that a figure looks at, and of some that none does. */
const anyChange = fc.oneof(
  change('order_line', { delivered_on: maybe(anyDay), first_promise: maybe(anyDay), requested_date: maybe(anyDay), current_promise: maybe(anyDay) }),
  change('order_line', { cancelled: fc.boolean(), supplier_id: maybe(fc.constantFrom(...suppliers)), product_id: maybe(fc.constantFrom(...products)), description: fc.constant('other') }),
  change('orders', { status: fc.constantFrom('CANCELLED', 'SHIPPED', 'LAPSED'), country: maybe(fc.constantFrom(...countries)), product_class: fc.constantFrom(...classes) }),
  change('orders', { customer_id: fc.constantFrom(...customers), placed_at: anyDay.map((day) => `${day}T12:00:00Z`) }),
  change('purchase_order_line', { delivered_on: maybe(anyDay), first_promise: maybe(anyDay), status: fc.constantFrom('OPEN', 'REFUSED', 'CANCELLED', 'RECEIVED') }),
  change('purchase_order_line', { order_line_id: fc.constant(null), product_id: maybe(fc.constantFrom(...products)) }),
  change('purchase_order', { supplier_id: fc.constantFrom(...suppliers), status: fc.constantFrom('ISSUED', 'CANCELLED', 'REFUSED') }),
  change('purchase_order', { issued_at: maybe(anyDay.map((day) => `${day}T16:00:00Z`)), ordered_at: anyDay.map((day) => `${day}T16:00:00Z`) }),
  change('shipment', { status: fc.constantFrom('CANCELLED', 'DELIVERED', 'IN_TRANSIT'), delivered_on: maybe(anyDay), promised_date: maybe(anyDay) }),
  change('shipment', { mode: maybe(fc.constantFrom(...modes)), carrier_id: maybe(fc.constantFrom(...carriers)), country: maybe(fc.constantFrom(...countries)), supplier_id: maybe(fc.constantFrom(...suppliers)) }),
  change('product', { product_class: fc.constantFrom(...classes) }),
  fc.record({ table: fc.constantFrom('shipment_line', 'purchase_order_line', 'order_line'), row: fc.nat(20), remove: fc.constant(true) }),
);

function change(table: string, columns: Record<string, fc.Arbitrary<unknown>>) {
  return fc.record({ table: fc.constant(table), row: fc.nat(20), set: fc.record(columns, { requiredKeys: [] }) });
}

const anyStep = fc.oneof({ weight: 3, arbitrary: anyChange }, { weight: 2, arbitrary: fc.constant('refresh' as const) });

async function take(step: (typeof anyStep)['generate'] extends (...args: never[]) => { value: infer S } ? S : never): Promise<void> {
  const em = test.database.em.fork();
  if (step === 'refresh') {
    await refreshRollups(test.database, new AbortController().signal);
    return;
  }
  const ids = await em.execute<{ id: string }[]>(`select id from ${step.table} order by id`);
  const id = ids[step.row % Math.max(ids.length, 1)]?.id;
  if (id === undefined) return;
  if ('remove' in step) {
    // What hangs on a line goes with it.
    await em.execute(`delete from shipment_line where id = ? or order_line_id = ? or purchase_order_line_id = ?`, [id, id, id]);
    await em.execute(`delete from receipt_line where line_id = ?`, [id]);
    await em.execute(`update purchase_order_line set order_line_id = null where order_line_id = ?`, [id]);
    await em.execute(`delete from ${step.table} where id = ?`, [id]);
    return;
  }
  const columns = Object.keys(step.set);
  if (columns.length === 0) return;
  await em.execute(`update ${step.table} set ${columns.map((column) => `${column} = ?`).join(', ')} where id = ?`, [...Object.values(step.set), id]);
}

/** A median cannot be added up, so the rollup is not asked for one. */
function withoutMedian(answer: DeliveryPerformance): DeliveryPerformance {
  const bare = <T extends DeliveryFigure>(figure: T): T => ({ ...figure, cycle: figure.cycle && { ...figure.cycle, medianDays: null } });
  return { ...answer, totals: bare(answer.totals), rows: answer.rows.map(bare) };
}

it('is equal to a recomputation after any interleaving of changes and countings', async () => {
  const asked = { all: 0, rolled: 0 };
  await fc.assert(
    fc.asyncProperty(
      anyWorld,
      fc.array(fc.tuple(anyStep, fc.array(anyRequest, { minLength: 2, maxLength: 4 })), { minLength: 4, maxLength: 10 }),
      async (world, steps) => {
        await test.database.em.fork().execute('truncate delivery_rollup, delivery_mark');
        await replaceWorld(test.database.em.fork(), world);
        for (const [step, requests] of steps) {
          await take(step as never);
          for (const request of requests) {
            const fromLines = await deliveryPerformance(test.database.reader, request);
            const quick = await deliveryPerformance(test.database.reader, request, { needsMedian: false });
            expect(withoutMedian(quick)).toEqual(withoutMedian(fromLines));
            asked.all += 1;
            asked.rolled += rolledBy(checkRequest(request)) === null ? 0 : 1;
          }
        }
      },
    ),
    { numRuns: 25 },
  );
  expect(asked.rolled / asked.all).toBeGreaterThan(0.3);
}, 300_000);

it('takes a month whole where no end of the range, no mark and not the day asked about lies inside it', async () => {
  const em = test.database.em.fork();
  await em.execute('truncate delivery_rollup, delivery_mark');
  const [world] = fc.sample(anyWorld, { numRuns: 1, seed: 7 });
  if (world) await replaceWorld(em, world);
  await em.execute(`update orders set status = 'SHIPPED'`);
  await em.execute(`update order_line set first_promise = '2024-02-10', delivered_on = null, cancelled = false`);
  await refreshRollups(test.database, new AbortController().signal);
  // Cells of months that nobody could mistake for the sums of their days.
  await em.execute(`update delivery_rollup set open = open + 1000 where span = 'MONTH'`);
  const isWhole = async (from: string | null, to: string | null, asOf: string): Promise<boolean> => {
    const { totals, notYetDue } = await deliveryPerformance(test.database.reader, { subject: 'ORDER', range: { from, to }, asOf }, { needsMedian: false });
    return totals.denominator + notYetDue > 1000;
  };
  expect(await isWhole(null, null, '2024-06-01')).toBe(true);
  expect(await isWhole('2024-02-01', '2024-03-01', '2024-03-01')).toBe(true);
  expect(await isWhole('2024-02-01', '2024-03-01', '2024-02-01')).toBe(true);
  expect(await isWhole('2024-02-02', '2024-03-01', '2024-06-01')).toBe(false);
  expect(await isWhole('2024-02-01', '2024-02-29', '2024-06-01')).toBe(false);
  expect(await isWhole('2024-02-01', '2024-03-01', '2024-02-29')).toBe(false);
  await em.execute(`insert into delivery_mark values ('ORDER', 'FIRST', '2024-02-29')`);
  expect(await isWhole('2024-02-01', '2024-03-01', '2024-06-01')).toBe(false);
});

const dimensions = Object.values(DeliveryDimension);
const groupings = [...dimensions.map((one) => [one]), ...dimensions.flatMap((one) => dimensions.filter((other) => other !== one).map((other) => [one, other]))];

it.each(Object.values(DeliverySubject))('gives the same of whole months of %s by any grouping', async (subject) => {
  let whole = 0;
  for (const world of fc.sample(anyWorld, { numRuns: 3, seed: 7 })) {
    await test.database.em.fork().execute('truncate delivery_rollup, delivery_mark');
    await replaceWorld(test.database.em.fork(), world);
    await refreshRollups(test.database, new AbortController().signal);
    for (const groupBy of groupings) {
      for (const filter of [{}, { supplierIds: suppliers.slice(1) }]) {
        const request = { subject, groupBy, filter, asOf: '2024-06-01' };
        if (rolledBy(checkRequest(request)) === null) continue;
        const quick = await deliveryPerformance(test.database.reader, request, { needsMedian: false });
        expect(withoutMedian(quick)).toEqual(withoutMedian(await deliveryPerformance(test.database.reader, request)));
        whole += quick.rows.length > 1 ? 1 : 0;
      }
    }
  }
  expect(whole).toBeGreaterThan(20);
});

it('tells a purchase order that was cancelled from one that was refused, when one becomes the other', async () => {
  const em = test.database.em.fork();
  await em.execute('truncate delivery_rollup, delivery_mark');
  const [world] = fc.sample(
    anyWorld.filter(({ purchaseOrderLines }) => purchaseOrderLines.length > 0),
    { numRuns: 1, seed: 7 },
  );
  if (world) await replaceWorld(em, world);
  const excluded = async (): Promise<string[]> => {
    const { excluded } = await deliveryPerformance(test.database.reader, { subject: 'PURCHASE_ORDER', asOf: '2024-06-01' }, { needsMedian: false });
    return excluded.filter(({ figure }) => figure === 'ON_TIME').map(({ reason }) => reason);
  };
  await em.execute(`update purchase_order_line set status = 'OPEN'`);
  await em.execute(`update purchase_order set status = 'CANCELLED'`);
  await refreshRollups(test.database, new AbortController().signal);
  expect(await excluded()).toEqual(['CANCELLED']);
  await em.execute(`update purchase_order set status = 'REFUSED'`);
  expect(await excluded()).toEqual(['REFUSED']);
});

it('counts a marked day once, and leaves nothing marked', async () => {
  await test.database.em.fork().execute('truncate delivery_rollup, delivery_mark');
  const [world] = fc.sample(anyWorld, { numRuns: 1, seed: 7 });
  if (world) await replaceWorld(test.database.em.fork(), world);
  const { signal } = new AbortController();
  expect(await refreshRollups(test.database, signal)).toBeGreaterThan(0);
  const [kept] = await test.database.reader.rows('select count(*)::text as cells from delivery_rollup', []);
  expect(await refreshRollups(test.database, signal)).toBe(0);
  await test.database.em.fork().execute(`insert into delivery_mark select distinct subject, promise, day from delivery_rollup`);
  await refreshRollups(test.database, signal);
  expect(await test.database.reader.rows('select count(*)::text as cells from delivery_rollup', [])).toEqual([kept]);
});

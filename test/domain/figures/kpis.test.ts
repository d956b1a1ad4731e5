import fc from 'fast-check';
import { chineseCalendar } from '../../../src/domain/calendar.js';
import { fillCalendarTable } from '../../../src/domain/calendar-table.js';
import { cycleFigures, processingHours } from '../../../src/domain/cycle-rules.js';
import { localDate } from '../../../src/domain/dates.js';
import { KpiName } from '../../../src/domain/figures/kpi-definitions.js';
import type { KpiRequest } from '../../../src/domain/figures/kpi-definitions.js';
import type { KpiEvidence, KpiEvidenceOf } from '../../../src/domain/figures/kpi-evidence.js';
import { kpiEvidence, kpiFirstPages } from '../../../src/domain/figures/kpi-evidence.js';
import type { KpiFigure } from '../../../src/domain/figures/kpis.js';
import { computeKpis, kpiRequest } from '../../../src/domain/figures/kpis.js';
import { seedPolicies } from '../../../src/domain/policies.js';
import type { TestDatabase } from '../../support/database.js';
import { freshDatabase } from '../../support/database.js';
import { classes, customers, idOf, insert, insertParties, products, suppliers } from './world.js';

let test: TestDatabase;
let request: KpiRequest;
beforeAll(async () => {
  test = await freshDatabase();
  const now = new Date('2026-01-01T00:00:00Z');
  await insertParties(test.database.em.fork());
  await fillCalendarTable(test.database, 'CN', chineseCalendar, now);
  await seedPolicies(test.database, now);
  request = await kpiRequest(test.database.reader, { from: '2024-02-01', to: '2024-03-01', asOf: '2024-03-05', zone: 'Asia/Shanghai', byProductClass: true });
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.database.em.fork().execute('truncate receipt_line, receipt, purchase_order_line, purchase_order, order_line, orders, after_sales_case cascade');
});

const order = {
  customer_id: customers[0],
  channel: 'ERP',
  currency: 'EUR',
  total_amount: 1,
  product_class: 'GENERAL',
  status: 'CONFIRMED',
  placed_at: '2024-01-10T02:00:00Z',
  received_at: '2024-01-10T02:00:00Z',
  processed_at: null as string | null,
  confirmed_at: null as string | null,
  produced_at: null as string | null,
  shipped_at: null as string | null,
  delivered_on: null as string | null,
  completed_at: null as string | null,
};

async function addOrders(...orders: Partial<typeof order>[]): Promise<void> {
  await insert(test.database.em.fork(), 'orders', orders.map((o, n) => ({ id: idOf(6, n), number: `O-${n}`, ...order, ...o })));
}

async function kpi(name: KpiName, productClass: string | null = null, asked: Partial<KpiRequest> = {}): Promise<KpiFigure> {
  const figures = await computeKpis(test.database.reader, { ...request, ...asked });
  const found = figures.find((figure) => figure.kpi === name && figure.productClass === productClass);
  if (!found) throw new Error(`no ${name}`);
  return found;
}

async function evidence(of: KpiEvidenceOf, first = 3): Promise<KpiEvidence[]> {
  const all: KpiEvidence[] = [];
  for (let after: string | null = null; ; after = all.at(-1)?.cursor ?? null) {
    const page = await kpiEvidence(test.database.reader, request, of, { first, after });
    all.push(...page.nodes);
    if (!page.hasNextPage) return all;
  }
}

describe('KPIs', () => {
  it('are refused for a period that ends before it begins, before anything is read: of two such the first is told', async () => {
    const reader = { ...test.database.reader, query: () => Promise.reject(new Error('Something was read.')) };
    const backwards = kpiRequest(reader, { ...request, from: '2024-03-01', to: '2024-02-01' });
    await expect(backwards).rejects.toMatchObject({ problems: [{ code: 'RANGE_INVALID', params: { from: '2024-03-01', to: '2024-02-01' } }] });
  });

  it('are null without data, never 0 or 100', async () => {
    const figures = await computeKpis(test.database.reader, request);
    expect([...new Set(figures.map(({ kpi: name }) => name))]).toEqual(Object.values(KpiName));
    expect(figures).toHaveLength(Object.values(KpiName).length * 4 - 3);
    for (const figure of figures) expect(figure).toMatchObject({ value: null, denominator: '0', met: null, excluded: 0 });
    expect(await kpi('LOGISTICS_CYCLE', 'CUSTOM')).toMatchObject({ target: '7', policyVersion: 1, unit: 'WORKING_DAYS' });
    expect(await kpi('ON_TIME_DELIVERY_ORDERS')).toMatchObject({ target: '95', policyVersion: 1, unit: 'PERCENT' });
    expect(await kpi('DEFECT_RATE')).toMatchObject({ target: null, policyVersion: null });
  });

  it('give the processing time in hours and the share within the limit', async () => {
    await addOrders(
      { received_at: '2024-02-05T00:00:00Z', processed_at: '2024-02-06T00:00:00Z' },
      { received_at: '2024-02-05T00:00:00Z', processed_at: '2024-02-06T00:00:01Z' },
      { received_at: '2024-02-05T00:00:00Z', processed_at: '2024-02-04T00:00:00Z' },
    );
    expect(await kpi('ORDER_PROCESSING_TIME')).toMatchObject({ value: '24.0001', numerator: '1', denominator: '2', target: '24', met: false, excluded: 1 });
    expect((await evidence({ kpi: 'ORDER_PROCESSING_TIME', productClass: null })).map(({ value, numerator }) => [value, numerator])).toEqual([
      ['24.0000', '1'],
      ['24.0003', '0'],
    ]);
    expect(await evidence({ kpi: 'ORDER_PROCESSING_TIME', productClass: null, excluded: true })).toMatchObject([{ objectId: idOf(6, 2) }]);
  });

  it('take the days of the company’s own zone', async () => {
    // The 1st of March in Shanghai, still February in Greenwich.
    await addOrders({ received_at: '2024-02-29T15:00:00Z', processed_at: '2024-02-29T16:00:00Z' });
    expect(await kpi('ORDER_PROCESSING_TIME')).toMatchObject({ denominator: '0' });
    expect(await kpi('ORDER_PROCESSING_TIME', null, { zone: 'UTC' })).toMatchObject({ denominator: '1' });
    expect(await kpi('FULFILMENT_RATE')).toMatchObject({ value: '0.0000', denominator: '1', met: false });
  });

  it('count working days across the Spring Festival, and skip a skipped stage', async () => {
    await addOrders(
      // Confirmed on Thursday the 8th; the 18th is a Sunday worked to make up, the holiday runs from the 10th to the 17th.
      { confirmed_at: '2024-02-08T02:00:00Z', produced_at: '2024-02-19T02:00:00Z', delivered_on: '2024-02-26' },
      { confirmed_at: '2024-02-08T02:00:00Z', delivered_on: '2024-02-20' },
    );
    expect(await kpi('PRODUCTION_CYCLE', 'GENERAL')).toMatchObject({ value: '3.0000', numerator: '1', denominator: '1', target: '7', met: true });
    expect(await kpi('LOGISTICS_CYCLE', 'GENERAL')).toMatchObject({ value: '5.0000', numerator: '1', denominator: '1', target: '5', met: true });
    expect(await kpi('LOGISTICS_CYCLE', 'CUSTOM')).toMatchObject({ value: null, denominator: '0', met: null });
    expect(await kpi('LOGISTICS_CYCLE')).toMatchObject({ value: '5.0000', numerator: '1', target: null, met: null });
  });

  it('hold each order to the limit of its own class', async () => {
    const cycle = { placed_at: '2024-02-19T02:00:00Z', confirmed_at: '2024-02-22T02:00:00Z' };
    await addOrders(cycle, { ...cycle, product_class: 'HIGH_VALUE' }, { ...cycle, product_class: 'CUSTOM' });
    expect(await kpi('CONFIRMATION_CYCLE')).toMatchObject({ value: '3.0000', numerator: '2', denominator: '3' });
    expect(await kpi('CONFIRMATION_CYCLE', 'HIGH_VALUE')).toMatchObject({ numerator: '0', target: '2', met: false });
  });

  it('count as fulfilled what is wholly shipped by the day asked for', async () => {
    const received = { received_at: '2024-02-10T02:00:00Z' };
    await addOrders(
      { ...received, status: 'SHIPPED', shipped_at: '2024-03-05T15:59:59Z' },
      { ...received, status: 'SHIPPED', shipped_at: '2024-03-05T16:00:00Z' },
      { ...received, status: 'COMPLETED' },
      { ...received, status: 'PARTLY_SHIPPED', shipped_at: '2024-02-20T00:00:00Z' },
      { ...received, status: 'PARTLY_DELIVERED', shipped_at: '2024-02-20T00:00:00Z' },
      { ...received, status: 'PARTLY_DELIVERED', shipped_at: '2024-02-20T00:00:00Z' },
      { ...received, status: 'CANCELLED' },
    );
    const line = { description: 'goods', quantity: 2, unit: 'pc', amount: 1, cancelled: false };
    await insert(test.database.em.fork(), 'order_line', [
      { id: idOf(8, 0), order_id: idOf(6, 4), line_no: 1, quantity_shipped: 1, ...line },
      { id: idOf(8, 1), order_id: idOf(6, 5), line_no: 1, quantity_shipped: 2, ...line },
      { id: idOf(8, 2), order_id: idOf(6, 5), line_no: 2, quantity_shipped: 0, ...line, cancelled: true },
    ]);
    expect(await kpi('FULFILMENT_RATE')).toMatchObject({ numerator: '3', denominator: '7', value: '42.8571', met: false });
    const shipped = (await evidence({ kpi: 'FULFILMENT_RATE', productClass: null })).filter(({ numerator }) => numerator === '1');
    expect(shipped.map(({ objectId }) => objectId)).toEqual([0, 2, 5].map((n) => idOf(6, n)));
  });

  it('set the on-time rate over orders beside that over lines', async () => {
    await addOrders({ status: 'DELIVERED' }, { status: 'DELIVERED' });
    const line = { description: 'goods', quantity: 1, unit: 'pc', amount: 1, product_id: products[0], first_promise: '2024-02-20' };
    await insert(test.database.em.fork(), 'order_line', [
      { id: idOf(8, 0), order_id: idOf(6, 0), line_no: 1, ...line, delivered_on: '2024-02-20' },
      { id: idOf(8, 1), order_id: idOf(6, 0), line_no: 2, ...line, delivered_on: '2024-02-21' },
      { id: idOf(8, 2), order_id: idOf(6, 1), line_no: 1, ...line, product_id: products[2], delivered_on: '2024-02-01' },
    ]);
    expect(await kpi('ON_TIME_DELIVERY_ORDERS')).toMatchObject({ value: '50.0000', numerator: '1', denominator: '2', target: '95', met: false });
    expect(await kpi('ON_TIME_DELIVERY_LINES')).toMatchObject({ value: '66.6667', numerator: '2', denominator: '3', target: null, met: null });
    expect(await kpi('ON_TIME_DELIVERY_ORDERS', 'CUSTOM')).toMatchObject({ value: '100.0000', denominator: '1', met: true });
    const orders = await evidence({ kpi: 'ON_TIME_DELIVERY_ORDERS', productClass: null }, 1);
    expect(new Set(orders.map(({ unitId }) => unitId)).size).toBe(2);
    expect(await evidence({ kpi: 'ON_TIME_DELIVERY_LINES', productClass: 'CUSTOM' })).toMatchObject([{ objectId: idOf(8, 2), value: '-19' }]);
    const firstPage = kpiFirstPages(test.database.reader, request);
    for (const name of ['ON_TIME_DELIVERY_ORDERS', 'ON_TIME_DELIVERY_LINES'] as const) {
      for (const productClass of [null, ...classes]) {
        const of = { kpi: name, productClass };
        for (const first of [1, 5]) expect(await firstPage(of, first)).toEqual(await kpiEvidence(test.database.reader, request, of, { first }));
      }
    }
  });

  it('know a defect rate only of what was inspected', async () => {
    const po = { number: 'PO', supplier_id: suppliers[0], status: 'RECEIVED', currency: 'EUR', total_amount: 1, ordered_at: '2024-01-01T00:00:00Z' };
    const em = test.database.em.fork();
    await insert(em, 'purchase_order', [{ id: idOf(7, 0), ...po }]);
    await insert(em, 'purchase_order_line', [
      { id: idOf(9, 0), purchase_order_id: idOf(7, 0), line_no: 1, description: 'goods', quantity: 9, unit: 'pc', amount: 1, status: 'RECEIVED', product_id: products[1] },
    ]);
    await insert(em, 'receipt', [{ id: idOf(10, 0), number: 'R', purchase_order_id: idOf(7, 0), received_on: '2024-02-29' }]);
    const received = { receipt_id: idOf(10, 0), line_id: idOf(9, 0) };
    await insert(em, 'receipt_line', [
      { id: idOf(12, 0), ...received, quantity: '7.5', rejected_quantity: '0.5' },
      { id: idOf(12, 1), ...received, quantity: '100', rejected_quantity: null },
      { id: idOf(12, 2), ...received, quantity: '2', rejected_quantity: '3' },
    ]);
    expect(await kpi('DEFECT_RATE')).toMatchObject({ value: '6.6667', numerator: '0.5', denominator: '7.5', met: null, excluded: 1 });
    expect(await kpi('DEFECT_RATE', 'HIGH_VALUE')).toMatchObject({ denominator: '7.5' });
    expect(await kpi('DEFECT_RATE', 'GENERAL')).toMatchObject({ value: null, denominator: '0' });
  });

  it('take from opening to solution for cases', async () => {
    const opened = { kind: 'COMPLAINT', status: 'RESOLVED', customer_id: customers[0], subject: 'late', opened_at: '2024-01-31T00:00:00Z' };
    await insert(test.database.em.fork(), 'after_sales_case', [
      { id: idOf(13, 0), number: 'C-0', ...opened, resolved_at: '2024-02-01T00:00:00Z' },
      { id: idOf(13, 1), number: 'C-1', ...opened, resolved_at: '2024-02-02T00:00:00Z' },
      { id: idOf(13, 2), number: 'C-2', ...opened, resolved_at: null },
    ]);
    expect(await kpi('CASE_HANDLING_TIME')).toMatchObject({ value: '36.0000', numerator: null, denominator: '2', target: null, unit: 'HOURS' });
  });
});

const instant = fc.integer({ min: 0, max: 50 * 24 * 4 }).map((quarters) => new Date(Date.UTC(2024, 0, 20) + quarters * 900_000).toISOString());
const maybe = fc.option(instant, { freq: 4 });
const anyOrder = fc.record({
  product_class: fc.constantFrom(...classes),
  placed_at: instant,
  received_at: instant,
  processed_at: maybe,
  confirmed_at: maybe,
  produced_at: maybe,
  delivered_on: maybe.map((at) => at && at.slice(0, 10)),
});

describe('cycles and processing times', () => {
  it('are what the rules for a single order say, and add up from their evidence', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyOrder, { minLength: 5, maxLength: 40 }), async (orders) => {
        await test.database.em.fork().execute('truncate orders cascade');
        await addOrders(...orders);
        const figures = await computeKpis(test.database.reader, request);
        const firstPage = kpiFirstPages(test.database.reader, request);
        for (const { kpi: name, productClass, numerator, denominator, excluded } of figures) {
          if (name in judgedBy) {
            const judged = orders.filter((o) => productClass === null || o.product_class === productClass).map(judgedBy[name as keyof typeof judgedBy]);
            const counted = judged.filter((within) => typeof within === 'boolean');
            const expected = [name, counted.filter(Boolean).length, counted.length, judged.filter((within) => within === 'contradictory').length];
            expect([name, Number(numerator ?? 0), Number(denominator), excluded]).toEqual(expected);
          }
          const of = { kpi: name, productClass };
          for (const first of [2, 1000]) expect(await firstPage(of, first)).toEqual(await kpiEvidence(test.database.reader, request, of, { first }));
          const lines = await evidence(of, 7);
          expect(lines.reduce((sum, line) => sum + Number(line.denominator), 0)).toBe(Number(denominator));
          expect(lines.reduce((sum, line) => sum + Number(line.numerator ?? 0), 0)).toBe(Number(numerator ?? 0));
        }
      }),
      { numRuns: 8 },
    );
  }, 120_000);
});

type AnyOrder = typeof anyOrder extends fc.Arbitrary<infer O> ? O : never;
type Judgement = boolean | 'contradictory' | null;

const day = (at: string | null): string | null => at && localDate(new Date(at), 'Asia/Shanghai');
const inPeriod = (date: string | null): boolean => date !== null && date >= '2024-02-01' && date < '2024-03-01';

function stage(name: 'CONFIRMATION' | 'PRODUCTION' | 'LOGISTICS', end: (o: AnyOrder) => string | null): (o: AnyOrder) => Judgement {
  return (o) => {
    if (!inPeriod(end(o))) return null;
    const dates = { placedOn: day(o.placed_at) ?? '', confirmedOn: day(o.confirmed_at), producedOn: day(o.produced_at), deliveredOn: o.delivered_on };
    const figure = cycleFigures(dates, o.product_class, request.standards.value, chineseCalendar)[name];
    return figure.contradictory ? 'contradictory' : figure.within;
  };
}

const judgedBy = {
  ORDER_PROCESSING_TIME: (o: AnyOrder): Judgement => {
    if (o.processed_at === null || !inPeriod(day(o.processed_at))) return null;
    const hours = processingHours(new Date(o.received_at), new Date(o.processed_at));
    return hours === null ? 'contradictory' : Number(hours) <= 24;
  },
  CONFIRMATION_CYCLE: stage('CONFIRMATION', (o) => day(o.confirmed_at)),
  PRODUCTION_CYCLE: stage('PRODUCTION', (o) => day(o.produced_at)),
  LOGISTICS_CYCLE: stage('LOGISTICS', (o) => o.delivered_on),
};

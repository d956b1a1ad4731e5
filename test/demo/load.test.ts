/** The whole demo company in a database: how much there is of what, and whether one can believe the figures. */
import { fillCalendarTable } from '../../src/domain/calendar-table.js';
import { chineseCalendar } from '../../src/domain/calendar.js';
import { deliveryPerformance } from '../../src/domain/figures/delivery-performance.js';
import type { DeliveryFigure, DeliveryRequest, DeliverySubject } from '../../src/domain/figures/request.js';
import { computeKpis, kpiRequest } from '../../src/domain/figures/kpis.js';
import { seedPolicies } from '../../src/domain/policies.js';
import type { DemoSummary } from '../../src/demo/index.js';
import { loadDemo } from '../../src/demo/index.js';
import type { TestDatabase } from '../support/database.js';
import { freshDatabase } from '../support/database.js';

const now = (): Date => new Date('2026-11-25T08:00:00Z');
const asOf = '2026-11-25';
const zone = 'Asia/Shanghai';

let test: TestDatabase;
let summary: DemoSummary;
const steps: { done: number; total: number; what: string }[] = [];

beforeAll(async () => {
  test = await freshDatabase(now);
  await fillCalendarTable(test.database, 'CN', chineseCalendar, now());
  await seedPolicies(test.database, now());
  summary = await loadDemo(test.database, { now, onProgress: (done, total, what) => steps.push({ done, total, what }) });
}, 300_000);
afterAll(() => test.close());

async function numbers(sql: string): Promise<Record<string, number>> {
  const [row = {}] = await test.database.reader.rows(sql, []);
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)]));
}

describe('the company', () => {
  it('is as large as it says', async () => {
    const tables = ['orders', 'order_line', 'purchase_order', 'shipment', 'tracking_event', 'after_sales_case', 'supplier', 'carrier', 'customer', 'event_log', 'audit_entry'];
    const found = await numbers(`select ${tables.map((table) => `(select count(*) from ${table})::text as ${table}`).join(', ')}`);
    const { counts } = summary;
    expect(found).toMatchObject({ orders: counts.orders, purchase_order: counts.purchaseOrders, shipment: counts.shipments, tracking_event: counts.trackingEvents, event_log: counts.events });
    expect(found).toMatchObject({ supplier: 40, carrier: 8 });
    expect(found['orders']).toBeGreaterThanOrEqual(2_000);
    expect(found['purchase_order']).toBeGreaterThan(1_000);
    expect(found['after_sales_case']).toBeGreaterThan(80);
    expect((found['tracking_event'] ?? 0) / (found['shipment'] ?? 0)).toBeGreaterThan(5);
  });

  it('has every kind of answer, case, channel and end', async () => {
    const kinds = async (column: string, table: string): Promise<string[]> =>
      (await test.database.reader.rows(`select distinct ${column} as kind from ${table} order by 1`, [])).map(({ kind }) => kind ?? '');
    expect(await kinds('answer', 'confirmation_line')).toEqual(['ACCEPT', 'BACKORDER', 'CHANGE', 'REFUSE']);
    expect(await kinds('decision', 'confirmation_line')).toEqual(['ACCEPTED', 'NOT_NEEDED', 'PENDING', 'REFUSED']);
    expect(await kinds('kind', 'after_sales_case')).toEqual(['COMPLAINT', 'EXCHANGE', 'INQUIRY', 'REPAIR', 'RETURN', 'SUPPORT']);
    expect(await kinds('channel', 'orders')).toHaveLength(5);
    expect(await kinds('source_system', 'tracking_event')).toEqual(['demo-carriers']);
    expect(await kinds('mode', 'shipment')).toEqual(['AIR', 'EXPRESS', 'RAIL', 'ROAD', 'SEA']);
    expect(await kinds('status', 'orders')).toEqual(expect.arrayContaining(['CANCELLED', 'COMPLETED', 'DELIVERED', 'IN_PRODUCTION', 'LAPSED', 'PARTLY_DELIVERED', 'SHIPPED']));
    expect(await kinds('status', 'purchase_order')).toEqual(expect.arrayContaining(['CLOSED', 'CONFIRMED', 'COUNTER_PROPOSED', 'ISSUED', 'REFUSED']));
  });

  it('has purchase orders that were answered in part, by several answers, and lines that came in parts', async () => {
    const found = await numbers(`select
      (select count(*) from (select purchase_order_id from purchase_order_confirmation group by 1 having count(*) > 1) several)::text as answered_again,
      (select count(*) from purchase_order_line where quantity_confirmed < quantity)::text as less_confirmed,
      (select count(*) from (select line_id from receipt_line group by 1 having count(*) > 1) parts)::text as in_parts,
      (select count(*) from purchase_order_line where current_promise > first_promise)::text as promised_anew`);
    expect(Object.entries(found).filter(([, count]) => count < 10)).toEqual([]);
  });

  it('shows what is worth a look', () => {
    expect(Object.values(summary.highlights).filter((number) => number === null)).toEqual([]);
  });
});

describe('its figures', () => {
  const ask = (subject: DeliverySubject, more: Partial<DeliveryRequest> = {}) => deliveryPerformance(test.database.reader, { subject, asOf, ...more });
  const percent = ({ numerator, denominator }: DeliveryFigure): number => (100 * numerator) / denominator;

  it('are neither perfect nor hopeless', async () => {
    expect(percent((await ask('ORDER')).totals)).toBeGreaterThan(85);
    expect(percent((await ask('ORDER')).totals)).toBeLessThan(97);
    for (const subject of ['PURCHASE_ORDER', 'SHIPMENT'] as const) {
      expect(percent((await ask(subject)).totals)).toBeGreaterThan(80);
      expect(percent((await ask(subject)).totals)).toBeLessThan(97);
    }
    const wished = percent((await ask('ORDER', { promise: 'REQUESTED' })).totals);
    expect(wished).toBeGreaterThan(60);
    expect(wished).toBeLessThan(percent((await ask('ORDER')).totals));
    expect(percent((await ask('ORDER', { promise: 'CURRENT' })).totals)).toBeGreaterThan(percent((await ask('ORDER')).totals));
  });

  it('differ by supplier, carrier, mode and month, and are 0 or 100 % nowhere where there is much', async () => {
    const spread = async (subject: DeliverySubject, groupBy: DeliveryRequest['groupBy']): Promise<number[]> => {
      const { rows } = await ask(subject, { groupBy });
      return rows.filter(({ denominator }) => denominator >= 100).map(percent).sort((a, b) => a - b);
    };
    const [suppliers, carriers, modes, months] = [
      await spread('PURCHASE_ORDER', ['SUPPLIER']),
      await spread('SHIPMENT', ['CARRIER']),
      await spread('SHIPMENT', ['MODE']),
      await spread('ORDER', ['MONTH']),
    ];
    for (const rates of [suppliers, carriers, modes, months]) {
      expect(rates[0]).toBeGreaterThan(40);
      expect(rates.at(-1)).toBeLessThan(100);
    }
    expect([suppliers.length, carriers.length, months.length].map((count) => count >= 6)).toEqual([true, true, true]);
    expect((suppliers.at(-1) ?? 0) - (suppliers[0] ?? 0)).toBeGreaterThan(25);
    expect((carriers.at(-1) ?? 0) - (carriers[0] ?? 0)).toBeGreaterThan(10);
    expect((months.at(-1) ?? 0) - (months[0] ?? 0)).toBeGreaterThan(5);
  });

  it('tell the story of a supplier that declined', async () => {
    const { rows } = await ask('PURCHASE_ORDER', { groupBy: ['SUPPLIER', 'QUARTER'] });
    const declining = rows.filter(({ keys }) => keys[0]?.label === '深圳驭步电机有限公司').map(percent);
    expect(declining.length).toBeGreaterThanOrEqual(5);
    expect((declining[0] ?? 0) - (declining.at(-1) ?? 100)).toBeGreaterThan(25);
  });

  it('of a quarter all have data', async () => {
    const quarter = { from: '2026-07-01', to: '2026-10-01', asOf, zone, byProductClass: false };
    const figures = await computeKpis(test.database.reader, await kpiRequest(test.database.reader, quarter));
    expect(figures.filter(({ value }) => value === null)).toEqual([]);
    expect(new Set(figures.map(({ met }) => met))).toEqual(new Set([true, false, null]));
  });
});

describe('loading', () => {
  it('shows how far it has come, to its end', () => {
    expect(steps.length).toBeGreaterThan(100);
    expect(steps[0]).toMatchObject({ done: 0, what: 'carriers' });
    expect(steps.at(-1)).toEqual({ done: steps[0]?.total, total: steps[0]?.total, what: 'done' });
    expect(steps.every(({ done }, index) => done >= (steps[index - 1]?.done ?? 0))).toBe(true);
  });

  it('is refused where there is a company already', async () => {
    await expect(loadDemo(test.database, { now, scale: 0.01 })).rejects.toThrow('into an empty database only');
  });
});

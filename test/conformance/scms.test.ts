/**
 * The figures over the real SCMS delivery history, imported as users import it, against figures that were computed
 * independently of this code. Set INTERLINE_DATA to the folder that holds scms/; without the data the tests are skipped.
 */
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scms } from '../../src/tables/profiles/scms.js';
import { countryCode } from '../../src/tables/countries.js';
import { mapTable } from '../../src/tables/map.js';
import { deliveryEvidence } from '../../src/domain/figures/delivery-evidence.js';
import { deliveryPerformance } from '../../src/domain/figures/delivery-performance.js';
import type { DeliveryFigure, DeliveryRequest } from '../../src/domain/figures/request.js';
import { importFacts } from '../../src/domain/imports.js';
import type { TestDatabase } from '../support/database.js';
import { freshDatabase } from '../support/database.js';

const folder = join(process.env['INTERLINE_DATA'] ?? join(process.cwd(), '../shared/data'), 'scms');
const file = join(folder, 'scms_2006-2010.csv');
const present = existsSync(file);
if (!present) process.stderr.write(`Skipped: ${file} is not there.\n`);

interface Cycle {
  readonly lines_with_po_date: number;
  readonly negative_excluded: number;
  readonly mean_days: number | null;
  readonly median_days: number | null;
}
interface Figures {
  readonly lines: number;
  readonly on_time_lines: number;
  readonly on_time_rate: number;
  readonly avg_delay_days_signed: number;
  readonly orders: number;
  readonly deliveries: number;
  readonly cycle_po_sent_to_delivered?: Cycle;
}
interface Level {
  readonly count: number;
  readonly on_time_all_lines: number;
  readonly on_time_rate: number;
}
type Table = Readonly<Record<string, Figures>>;
interface Truth {
  readonly overall: Figures;
  readonly supplier_lines_only: Figures;
  readonly warehouse_lines: Figures;
  readonly delivery_level: Level;
  readonly order_level: Level;
  readonly delivery_level_supplier_only: Level;
  readonly order_level_supplier_only: Level;
  readonly by_year: Table;
  readonly by_quarter: Table;
  readonly by_mode: Table;
  readonly by_country: Table;
  readonly by_vendor: Table;
  readonly by_vendor_year: Table;
  readonly by_vendor_quarter: Table;
  readonly data_quality: { readonly po_sent_after_delivered_ids: readonly string[] };
}

/** How the truth names what we call by a code, or leave empty. */
const ownWarehouse = 'SCMS from RDC';
const modeNames: Readonly<Record<string, string>> = { AIR: 'Air', AIR_CHARTER: 'Air Charter', SEA: 'Ocean', ROAD: 'Truck' };

(present ? describe : describe.skip)('figures over the SCMS delivery history', () => {
  let test: TestDatabase;
  let truth: Truth;
  beforeAll(async () => {
    truth = JSON.parse(readFileSync(join(folder, 'truth_2006-2010.json'), 'utf8')) as Truth;
    test = await freshDatabase();
    const { chunks } = mapTable(scms, createReadStream(file));
    for await (const { facts } of chunks) {
      const { parked } = await importFacts(test.database, { system: scms.name, now: new Date('2026-01-01T00:00:00Z') }, facts);
      expect(parked).toEqual([]);
    }
  }, 600_000);
  afterAll(() => test?.close());

  const ask = (request: Partial<DeliveryRequest>) =>
    deliveryPerformance(test.database.reader, { subject: 'ORDER', asOf: '2026-01-01', ...request });

  it('are the truth’s over all lines, for either promise', async () => {
    for (const promise of ['FIRST', 'CURRENT'] as const) {
      const { totals, rows, notYetDue } = await ask({ promise });
      expect(shown(totals)).toEqual(lineFigures(truth.overall));
      expect([rows, notYetDue]).toEqual([[], 0]);
    }
    expect((await ask({ promise: 'REQUESTED' })).totals).toMatchObject({ denominator: 0, rate: null });
  });

  it('leave the purchase orders sent after delivery out of cycle times only, and report them', async () => {
    const { excluded } = await ask({});
    const ids = truth.data_quality.po_sent_after_delivered_ids;
    expect(excluded).toEqual([{ reason: 'PO_SENT_AFTER_DELIVERY', figure: 'CYCLE_TIME', count: ids.length }]);
    const of = { kind: 'excluded', reason: 'PO_SENT_AFTER_DELIVERY' } as const;
    const { nodes } = await deliveryEvidence(test.database.reader, { subject: 'ORDER', asOf: '2026-01-01' }, of, { first: 10 });
    const rows = await test.database.reader.rows(
      'select source_external_id from order_line where id = any($1::text::uuid[]) order by 1',
      [`{${nodes.map(({ lineId }) => lineId).join(',')}}`],
    );
    expect(rows.map((row) => row['source_external_id'])).toEqual([...ids].sort());
    expect(nodes.every(({ onTime }) => onTime !== null)).toBe(true);
  });

  it('are the truth’s for suppliers alone and for the own warehouse', async () => {
    expect(shown((await ask({ filter: { ownWarehouse: false } })).totals)).toEqual(lineFigures(truth.supplier_lines_only));
    expect(shown((await ask({ filter: { ownWarehouse: true } })).totals)).toEqual(lineFigures(truth.warehouse_lines));
    expect(shown((await ask({ subject: 'PURCHASE_ORDER' })).totals)).toEqual(lineFigures(truth.supplier_lines_only));
  });

  it('are the truth’s per delivery and per order', async () => {
    const level = ({ numerator, denominator, rate }: DeliveryFigure): Level => ({
      count: denominator,
      on_time_all_lines: numerator,
      on_time_rate: Number(rate?.toFixed(6)),
    });
    expect(level((await ask({ level: 'DELIVERY' })).totals)).toEqual(truth.delivery_level);
    expect(level((await ask({ level: 'ORDER' })).totals)).toEqual(truth.order_level);
    for (const asked of [{ filter: { ownWarehouse: false } }, { subject: 'PURCHASE_ORDER' }] as const) {
      expect(level((await ask({ ...asked, level: 'DELIVERY' })).totals)).toEqual(truth.delivery_level_supplier_only);
      expect(level((await ask({ ...asked, level: 'ORDER' })).totals)).toEqual(truth.order_level_supplier_only);
    }
    expect((await ask({ subject: 'SHIPMENT' })).totals.denominator).toBe(truth.delivery_level.count);
  });

  type Keys = readonly { readonly value: string | null; readonly label: string }[];
  const supplierName = ([supplier]: Keys): string => (supplier?.value === null ? ownWarehouse : (supplier?.label ?? ''));

  interface Grouping {
    readonly by: string;
    readonly asked: Partial<DeliveryRequest>;
    readonly tableOf: (all: Truth) => Table;
    readonly nameOf: (keys: Keys) => string;
  }
  // By supplier and period the truth names the suppliers only.
  const suppliersOnly = { filter: { ownWarehouse: false } };
  const groupings: readonly Grouping[] = [
    { by: 'year', asked: { groupBy: ['YEAR'] }, tableOf: (all) => all.by_year, nameOf: ([key]) => key?.value ?? '' },
    { by: 'quarter', asked: { groupBy: ['QUARTER'] }, tableOf: (all) => all.by_quarter, nameOf: ([key]) => key?.value ?? '' },
    { by: 'mode', asked: { groupBy: ['MODE'] }, tableOf: (all) => all.by_mode, nameOf: ([key]) => modeNames[key?.value ?? ''] ?? 'N/A' },
    { by: 'country', asked: { groupBy: ['COUNTRY'] }, tableOf: (all) => byCode(all.by_country), nameOf: ([key]) => key?.value ?? '' },
    { by: 'supplier', asked: { groupBy: ['SUPPLIER'] }, tableOf: (all) => all.by_vendor, nameOf: supplierName },
    {
      by: 'supplier and year',
      asked: { groupBy: ['SUPPLIER', 'YEAR'], ...suppliersOnly },
      tableOf: (all) => all.by_vendor_year,
      nameOf: (keys) => `${supplierName(keys)} | ${keys[1]?.value}`,
    },
    {
      by: 'supplier and quarter',
      asked: { groupBy: ['SUPPLIER', 'QUARTER'], ...suppliersOnly },
      tableOf: (all) => all.by_vendor_quarter,
      nameOf: (keys) => `${supplierName(keys)} | ${keys[1]?.value}`,
    },
  ];
  it.each(groupings)('are the truth’s by $by', async ({ asked, tableOf, nameOf }) => {
    const table = tableOf(truth);
    const lines = (await ask(asked)).rows;
    expect(new Map(lines.map((row) => [nameOf(row.keys), shown(row)]))).toEqual(
      new Map(Object.entries(table).map(([name, figures]) => [name, lineFigures(figures)])),
    );
    for (const [level, counted] of [['ORDER', 'orders'], ['DELIVERY', 'deliveries']] as const) {
      const { rows } = await ask({ ...asked, level });
      expect(new Map(rows.map((row) => [nameOf(row.keys), row.denominator]))).toEqual(
        new Map(Object.entries(table).map(([name, figures]) => [name, figures[counted]])),
      );
    }
  });

  it('have every line as evidence', async () => {
    const request: DeliveryRequest = { subject: 'ORDER', asOf: '2026-01-01', groupBy: ['YEAR'] };
    const ids = new Set<string>();
    let onTime = 0;
    for (let after: string | null = null; ; ) {
      const page = await deliveryEvidence(test.database.reader, request, { kind: 'totals' }, { first: 1000, after });
      for (const line of page.nodes) {
        ids.add(line.lineId);
        if (line.onTime) onTime += 1;
      }
      if (!page.hasNextPage) break;
      after = page.nodes.at(-1)?.cursor ?? null;
    }
    expect([ids.size, onTime]).toEqual([truth.overall.lines, truth.overall.on_time_lines]);
  });

  /** The truth states cycles overall and per vendor; our figures always have them. */
  function shown({ numerator, denominator, rate, meanDelayDays, cycle }: DeliveryFigure): object {
    return {
      numerator,
      denominator,
      rate: Number(rate?.toFixed(6)),
      meanDelayDays: rounded(meanDelayDays),
      cycle: cycle && { count: cycle.count, meanDays: rounded(cycle.meanDays), medianDays: cycle.medianDays },
    };
  }

  function lineFigures(figures: Figures): object {
    const cycle = figures.cycle_po_sent_to_delivered;
    return {
      numerator: figures.on_time_lines,
      denominator: figures.lines,
      rate: figures.on_time_rate,
      meanDelayDays: figures.avg_delay_days_signed,
      cycle: cycle
        ? { count: cycle.lines_with_po_date - cycle.negative_excluded, meanDays: cycle.mean_days, medianDays: cycle.median_days }
        : expect.anything(),
    };
  }
});

function byCode(table: Table): Table {
  return Object.fromEntries(Object.entries(table).map(([name, figures]) => [countryCode(name) ?? name, figures]));
}

/** To four places, ties to the even digit, as the truth was rounded. */
function rounded(value: number | null): number | null {
  if (value === null) return null;
  const [units, below] = [value * 10_000, Math.floor(value * 10_000)];
  return (units - below === 0.5 ? below + Math.abs(below % 2) : Math.round(units)) / 10_000;
}

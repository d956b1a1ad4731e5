/** The figures that a gateway gives over the SCMS delivery history, against the truth's. */
import { countryCode } from '../../src/tables/countries.js';
import { ask } from '../hard/view.js';
import type { Check } from './data-set.js';
import type { Figures, FiguresByName, LevelFigures, Truth } from './scms-truth.js';
import { modes, ownWarehouse } from './scms-truth.js';

interface Figure {
  readonly keys: readonly { readonly value: string | null; readonly label: string }[];
  readonly numerator: number;
  readonly denominator: number;
  readonly rate: number | null;
  readonly meanDelayDays: number | null;
  readonly cycle: { readonly count: number; readonly meanDays: number | null; readonly medianDays: number | null } | null;
}

export interface Performance {
  readonly totals: Figure;
  readonly rows: readonly Figure[];
  readonly excluded: readonly { readonly reason: string; readonly figure: string; readonly count: number }[];
  readonly notYetDue: number;
}

/** Asks a running gateway for delivery performance; `asked` are arguments as GraphQL writes them. */
export type Ask = (asked: string) => Promise<Performance>;

export function asking(url: string, token: string): Ask {
  const figure = 'keys { value label } numerator denominator rate meanDelayDays cycle { count meanDays medianDays }';
  return async (asked) => {
    const query = `{ deliveryPerformance(${asked}) { totals { ${figure} } rows { ${figure} } excluded { reason figure count } notYetDue } }`;
    return (await ask<{ deliveryPerformance: Performance }>(url, token, query)).deliveryPerformance;
  };
}

export async function checkTotals(askFor: Ask, truth: Truth, check: Check): Promise<void> {
  for (const promise of ['FIRST', 'CURRENT']) {
    const { totals, notYetDue } = await askFor(`subject: ORDER, promise: ${promise}`);
    check(`on time over all lines, by the ${promise.toLowerCase()} promise`, lineFigures(totals), expectedLines(truth.overall));
    check(`nothing is still to come, by the ${promise.toLowerCase()} promise`, notYetDue, 0);
  }
  const wished = (await askFor('subject: ORDER, promise: REQUESTED')).totals;
  check('no wished dates: no figure, and not 0 %', [wished.denominator, wished.rate], [0, null]);
  const parts: readonly [string, string, Figures][] = [
    ['goods of suppliers', 'subject: ORDER, filter: { ownWarehouse: false }', truth.supplier_lines_only],
    ['goods from the own warehouse', 'subject: ORDER, filter: { ownWarehouse: true }', truth.warehouse_lines],
    ['purchase orders', 'subject: PURCHASE_ORDER', truth.supplier_lines_only],
  ];
  for (const [name, asked, figures] of parts) check(`on time over ${name}`, lineFigures((await askFor(asked)).totals), expectedLines(figures));
}

export async function checkLevels(askFor: Ask, truth: Truth, check: Check): Promise<void> {
  const levels: readonly [string, string, LevelFigures][] = [
    ['deliveries', 'subject: ORDER, level: DELIVERY', truth.delivery_level],
    ['orders', 'subject: ORDER, level: ORDER', truth.order_level],
    ['deliveries of suppliers’ goods', 'subject: ORDER, level: DELIVERY, filter: { ownWarehouse: false }', truth.delivery_level_supplier_only],
    ['orders of suppliers’ goods', 'subject: ORDER, level: ORDER, filter: { ownWarehouse: false }', truth.order_level_supplier_only],
    ['deliveries of purchase orders', 'subject: PURCHASE_ORDER, level: DELIVERY', truth.delivery_level_supplier_only],
    ['purchase orders as wholes', 'subject: PURCHASE_ORDER, level: ORDER', truth.order_level_supplier_only],
  ];
  for (const [name, asked, { count, on_time_all_lines, on_time_rate }] of levels) {
    const { numerator, denominator, rate } = (await askFor(asked)).totals;
    check(`on time over ${name}`, [numerator, denominator, sixPlaces(rate)], [on_time_all_lines, count, on_time_rate]);
  }
  check('shipments', (await askFor('subject: SHIPMENT')).totals.denominator, truth.delivery_level.count);
}

interface Grouping {
  readonly by: string;
  readonly asked: string;
  readonly table: (truth: Truth) => FiguresByName;
  readonly nameOf: (keys: Figure['keys']) => string;
}

const supplierName = ([supplier]: Figure['keys']): string => (supplier?.value == null ? ownWarehouse : supplier.label);
const valueOf = ([key]: Figure['keys']): string => key?.value ?? '';
const modeName = (keys: Figure['keys']): string => Object.keys(modes).find((name) => modes[name] === (keys[0]?.value ?? null)) ?? '';
const nameAndPeriod = (keys: Figure['keys']): string => `${supplierName(keys)} | ${keys[1]?.value}`;

const groupings: readonly Grouping[] = [
  { by: 'year', asked: 'groupBy: [YEAR]', table: (truth) => truth.by_year, nameOf: valueOf },
  { by: 'quarter', asked: 'groupBy: [QUARTER]', table: (truth) => truth.by_quarter, nameOf: valueOf },
  { by: 'mode', asked: 'groupBy: [MODE]', table: (truth) => truth.by_mode, nameOf: modeName },
  { by: 'country', asked: 'groupBy: [COUNTRY]', table: (truth) => byCountryCode(truth.by_country), nameOf: valueOf },
  { by: 'vendor', asked: 'groupBy: [SUPPLIER]', table: (truth) => truth.by_vendor, nameOf: supplierName },
  // With a period the truth names vendors only, no warehouse.
  { by: 'vendor and year', asked: 'groupBy: [SUPPLIER, YEAR], filter: { ownWarehouse: false }', table: (truth) => truth.by_vendor_year, nameOf: nameAndPeriod },
  { by: 'vendor and quarter', asked: 'groupBy: [SUPPLIER, QUARTER], filter: { ownWarehouse: false }', table: (truth) => truth.by_vendor_quarter, nameOf: nameAndPeriod },
];

export async function checkGroupings(askFor: Ask, truth: Truth, check: Check): Promise<void> {
  for (const { by, asked, table, nameOf } of groupings) {
    const expected = table(truth);
    const named = <T>(rows: readonly Figure[], of: (row: Figure) => T): Record<string, T> => sorted(rows.map((row) => [nameOf(row.keys), of(row)]));
    const rows = (await askFor(`subject: ORDER, ${asked}`)).rows;
    const truths = Object.entries(expected).map(([name, figures]): [string, object] => [name, expectedLines(figures)]);
    const found = named(rows, (row) => lineFigures(row, expected[nameOf(row.keys)]?.cycle_po_sent_to_delivered !== undefined));
    check(`on time by ${by}`, found, sorted(truths));
    for (const [level, counted] of [['ORDER', 'orders'], ['DELIVERY', 'deliveries']] as const) {
      const units = (await askFor(`subject: ORDER, level: ${level}, ${asked}`)).rows;
      check(`${counted} by ${by}`, named(units, ({ denominator }) => denominator), sorted(Object.entries(expected).map(([name, figures]) => [name, figures[counted]])));
    }
  }
}

function sorted<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function byCountryCode(table: FiguresByName): FiguresByName {
  return Object.fromEntries(Object.entries(table).map(([name, figures]) => [countryCode(name) ?? name, figures]));
}

/** The cycle is left out where the truth states none. */
function lineFigures({ numerator, denominator, rate, meanDelayDays, cycle }: Figure, withCycle = true): object {
  return {
    numerator,
    denominator,
    rate: sixPlaces(rate),
    meanDelayDays: fourPlaces(meanDelayDays),
    ...(withCycle && { cycle: cycle && { count: cycle.count, meanDays: fourPlaces(cycle.meanDays), medianDays: cycle.medianDays } }),
  };
}

function expectedLines(figures: Figures): object {
  const cycle = figures.cycle_po_sent_to_delivered;
  return {
    numerator: figures.on_time_lines,
    denominator: figures.lines,
    rate: figures.on_time_rate,
    meanDelayDays: figures.avg_delay_days_signed,
    ...(cycle && { cycle: { count: cycle.lines_with_po_date - cycle.negative_excluded, meanDays: cycle.mean_days, medianDays: cycle.median_days } }),
  };
}

function sixPlaces(rate: number | null): number | null {
  return rate === null ? null : Number(rate.toFixed(6));
}

/** Ties to the even digit, as the truth was rounded. */
function fourPlaces(value: number | null): number | null {
  if (value === null) return null;
  const [units, below] = [value * 10_000, Math.floor(value * 10_000)];
  return (units - below === 0.5 ? below + Math.abs(below % 2) : Math.round(units)) / 10_000;
}

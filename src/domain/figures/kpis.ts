/** The KPIs of a period, each against the target of the policy in force (R38, R39). */
import type { Reader } from '../../entities/database.js';
import { ProductClass } from '../../entities/enums.js';
import { addDays, parseDateOnly } from '../dates.js';
import { compare, divide, multiply, normalise } from '../decimal.js';
import { DomainError } from '../errors.js';
import type { Decimal } from '../facts.js';
import { policyInForce } from '../policies.js';
import { percentage } from '../scoring.js';
import { deliveryPerformance } from './delivery-performance.js';
import type { KpiPolicies, KpiRequest, KpiTarget, KpiUnit } from './kpi-definitions.js';
import { KpiName, kpiDefinitions } from './kpi-definitions.js';
import { measuredRows } from './kpi-measures.js';
import { Parameters } from './parameters.js';
import type { DeliveryRequest } from './request.js';

export interface KpiFigure {
  readonly kpi: KpiName;
  /** Null: over everything. */
  readonly productClass: ProductClass | null;
  readonly unit: KpiUnit;
  /** Mean for times, 0 to 100 for rates, four places; null where there were no data. */
  readonly value: Decimal | null;
  /** What was good: within the limit, on time, shipped; for the defect rate, what was rejected. Null where nothing says what is good. */
  readonly numerator: Decimal | null;
  /** Out of how much. */
  readonly denominator: Decimal;
  readonly target: Decimal | null;
  /** Null where there is no target or no value. */
  readonly met: boolean | null;
  readonly policyVersion: number | null;
  /** Records left out because they contradict themselves, e.g. processed before they were received. */
  readonly excluded: number;
}

/**
 * A question about a period, with the policies that its targets come from, as they are in force on its last day. Throws what
 * `checkPeriod` throws, before anything is read: of two mistakes in one query the first is told, and not that whose read was faster.
 */
export async function kpiRequest(reader: Reader, period: Omit<KpiRequest, keyof KpiPolicies>): Promise<KpiRequest> {
  checkPeriod(period);
  const { from, to } = period;
  const lastDay = from < to ? addDays(to, -1) : from;
  return {
    ...period,
    targets: await policyInForce(reader, 'kpi-targets', lastDay),
    standards: await policyInForce(reader, 'cycle-standards', lastDay),
  };
}

/** Every KPI, over everything and then per product class where asked for; also those without data. */
export async function computeKpis(reader: Reader, request: KpiRequest): Promise<KpiFigure[]> {
  checkPeriod(request);
  const counts = new Map<string, Counts>();
  const note = (kpi: KpiName, productClass: string | null, found: Counts): void => void counts.set(`${kpi} ${productClass}`, found);
  for (const row of await measured(reader, request)) note(row.kpi as KpiName, row.product_class, row);
  for (const kpi of [KpiName.ON_TIME_DELIVERY_ORDERS, KpiName.ON_TIME_DELIVERY_LINES] as const) {
    const { rows, totals } = await deliveryPerformance(reader, onTimeRequest(request, kpi), { needsMedian: false });
    note(kpi, null, countsOf(totals));
    for (const { keys, ...figure } of rows) note(kpi, keys[0]?.value ?? 'none', countsOf(figure));
  }

  const classes = request.byProductClass ? Object.values(ProductClass) : [];
  return (Object.keys(kpiDefinitions) as KpiName[]).flatMap((kpi) =>
    [null, ...(kpiDefinitions[kpi].hasClasses ? classes : [])].map((productClass) =>
      figureOf(request, kpi, productClass, counts.get(`${kpi} ${productClass}`) ?? nothing),
    ),
  );
}

/** Throws DomainError INVALID for days that do not exist or an end before the beginning. */
export function checkPeriod({ from, to, asOf }: Pick<KpiRequest, 'from' | 'to' | 'asOf'>): void {
  parseDateOnly(asOf, ['asOf']);
  if (parseDateOnly(to, ['to']) < parseDateOnly(from, ['from'])) throw DomainError.invalid('RANGE_INVALID', [], { from, to });
}

/** What an on-time KPI asks of delivery performance: first promises of the period, without a window. */
export function onTimeRequest(
  { from, to, asOf, byProductClass }: Pick<KpiRequest, 'from' | 'to' | 'asOf' | 'byProductClass'>,
  kpi: 'ON_TIME_DELIVERY_ORDERS' | 'ON_TIME_DELIVERY_LINES',
): DeliveryRequest {
  return {
    subject: 'ORDER',
    level: kpi === 'ON_TIME_DELIVERY_ORDERS' ? 'ORDER' : 'LINE',
    promise: 'FIRST',
    range: { from, to },
    asOf,
    groupBy: byProductClass ? ['PRODUCT_CLASS'] : [],
  };
}

interface Counts {
  /** Seconds or working days. */
  readonly amount: Decimal | null;
  readonly part: Decimal | null;
  readonly whole: Decimal;
  readonly excluded: number;
}

const nothing: Counts = { amount: null, part: null, whole: '0', excluded: 0 };

interface MeasuredRow extends Counts {
  readonly kpi: string;
  readonly product_class: string | null;
}

async function measured(reader: Reader, request: KpiRequest): Promise<MeasuredRow[]> {
  const parameters = new Parameters();
  const statement = `with ${measuredRows(request, Object.values(KpiName), parameters)}
select json_agg(shown)::text from (
  select kpi, product_class, (sum(amount) filter (where not contradictory))::text as amount,
    (sum(part) filter (where not contradictory))::text as part,
    coalesce(sum(whole) filter (where not contradictory), 0)::text as whole,
    count(*) filter (where contradictory) as excluded
  from measured group by grouping sets ((kpi, product_class), (kpi))
  having grouping(product_class) = 1 or product_class is not null
) shown`;
  return JSON.parse((await reader.query(null, statement, parameters.values())) ?? '[]') as MeasuredRow[];
}

function countsOf({ numerator, denominator }: { readonly numerator: number; readonly denominator: number }): Counts {
  return { amount: null, part: String(numerator), whole: String(denominator), excluded: 0 };
}

function figureOf(request: KpiRequest, kpi: KpiName, productClass: ProductClass | null, counts: Counts): KpiFigure {
  const { unit, target: targetOf, version } = kpiDefinitions[kpi];
  const target = targetOf(request, productClass);
  const value = valueOf(unit, counts);
  return {
    kpi,
    productClass,
    unit,
    value,
    numerator: counts.part === null ? null : normalise(counts.part),
    denominator: normalise(counts.whole),
    target: target && target.value,
    met: value === null || target === null ? null : isMet(value, target),
    policyVersion: version(request),
    excluded: counts.excluded,
  };
}

function valueOf(unit: KpiUnit, { amount, part, whole }: Counts): Decimal | null {
  if (compare(whole, '0') === 0) return null;
  if (unit === 'PERCENT') return percentage(part ?? '0', whole);
  if (amount === null) return null;
  return divide(amount, unit === 'HOURS' ? multiply(whole, '3600') : whole, 4);
}

function isMet(value: Decimal, { value: target, direction }: KpiTarget): boolean {
  return direction === 'AT_LEAST' ? compare(value, target) >= 0 : compare(value, target) <= 0;
}

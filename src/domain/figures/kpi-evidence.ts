/** The very orders, lines, cases and receipts behind a KPI, a page at a time. */
import type { Reader } from '../../entities/database.js';
import type { ProductClass } from '../../entities/enums.js';
import { divide, normalise } from '../decimal.js';
import { DomainError, problem } from '../errors.js';
import type { DateOnly, Decimal } from '../facts.js';
import { type EvidenceResult, deliveryEvidence, firstPagesOfRows } from './delivery-evidence.js';
import { KpiName, kpiDefinitions } from './kpi-definitions.js';
import type { KpiRequest } from './kpi-definitions.js';
import { measuredRows } from './kpi-measures.js';
import { checkPeriod, onTimeRequest } from './kpis.js';
import { checkPage, keptBySize, readCursor, writeCursor } from './page.js';
import type { EvidencePage } from './page.js';
import { Parameters } from './parameters.js';

export interface KpiEvidenceOf {
  readonly kpi: KpiName;
  /** Null: over everything. */
  readonly productClass: ProductClass | null;
  /** True: the records left out because they contradict themselves. */
  readonly excluded?: boolean;
}

/**
 * One record. The numerators add up to the figure's, the denominators too; of ON_TIME_DELIVERY_ORDERS the rows are lines,
 * and the distinct `unitId` are its denominator.
 */
export interface KpiEvidence {
  readonly cursor: string;
  readonly objectType: 'ORDER' | 'ORDER_LINE' | 'AFTER_SALES_CASE' | 'RECEIPT_LINE';
  readonly objectId: string;
  readonly unitId: string;
  /** The day that decides the period. */
  readonly on: DateOnly;
  /** Hours or working days; days of delay for the on-time rates; null where there is nothing to measure. */
  readonly value: Decimal | null;
  readonly numerator: Decimal | null;
  readonly denominator: Decimal;
}

export interface KpiEvidenceResult {
  readonly nodes: readonly KpiEvidence[];
  readonly hasNextPage: boolean;
}

/** In the order of their days. Throws DomainError INVALID for an unknown KPI, page size or cursor. */
export async function kpiEvidence(reader: Reader, request: KpiRequest, of: KpiEvidenceOf, page: EvidencePage): Promise<KpiEvidenceResult> {
  DomainError.throwIfAny(
    Object.hasOwn(kpiDefinitions, of.kpi) ? [] : [problem('VALUE_UNKNOWN', ['kpi'], { value: of.kpi.slice(0, 40) })],
  );
  checkPeriod(request);
  checkPage(page);
  if (of.kpi === KpiName.ON_TIME_DELIVERY_ORDERS || of.kpi === KpiName.ON_TIME_DELIVERY_LINES) {
    return onTimeEvidence(reader, request, { ...of, kpi: of.kpi }, page);
  }
  const parameters = new Parameters();
  const answer = await reader.query(null, statement(request, of, page, parameters), parameters.values());
  const found = JSON.parse(answer ?? '[]') as MeasuredRecord[];
  return { nodes: found.slice(0, page.first).map((record) => readRecord(of.kpi, record)), hasNextPage: found.length > page.first };
}

/** The first page of one figure of a request. */
export type KpiFirstPages = (of: KpiEvidenceOf, first: number) => Promise<KpiEvidenceResult>;

/**
 * The first pages of a request's figures, each size of them read once: who asks for that of one figure of a list asks for all.
 * All that is measured takes one statement, each on-time rate one more for its product classes and one for the whole.
 */
export function kpiFirstPages(reader: Reader, request: KpiRequest): KpiFirstPages {
  const measured = keptBySize((first) => measuredFirstPages(reader, request, first));
  const ofClasses = {
    ON_TIME_DELIVERY_ORDERS: keptBySize((first) => firstPagesOfRows(reader, onTimeRequest(request, KpiName.ON_TIME_DELIVERY_ORDERS), first)),
    ON_TIME_DELIVERY_LINES: keptBySize((first) => firstPagesOfRows(reader, onTimeRequest(request, KpiName.ON_TIME_DELIVERY_LINES), first)),
  };
  return async (of, first) => {
    checkPage({ first });
    const { kpi, productClass } = of;
    if (kpi !== KpiName.ON_TIME_DELIVERY_ORDERS && kpi !== KpiName.ON_TIME_DELIVERY_LINES) return (await measured(first))(of);
    if (productClass === null) return kpiEvidence(reader, request, of, { first });
    return onTimeRecords((await ofClasses[kpi](first))([productClass]));
  };
}

interface PlacedRecord extends MeasuredRecord {
  readonly kpi: KpiName;
  readonly product_class: ProductClass | null;
  /** From 1, among all of the figure and among those of the product class. */
  readonly in_all: number;
  readonly in_class: number;
}

async function measuredFirstPages(reader: Reader, request: KpiRequest, first: number): Promise<(of: KpiEvidenceOf) => KpiEvidenceResult> {
  const parameters = new Parameters();
  const measured = measuredRows(request, Object.values(KpiName), parameters);
  const most = parameters.bind(String(first + 1), 'int');
  const answer = await reader.query(
    null,
    `with ${measured},
placed as (
  select measured.*, row_number() over (partition by kpi order by day, object_id) as in_all,
    row_number() over (partition by kpi, product_class order by day, object_id) as in_class
  from measured where not contradictory
)
select json_agg(shown)::text from (
  select kpi, product_class, in_all, in_class, ${columns}
  from placed where in_all <= ${most} or in_class <= ${most} order by kpi, day, object_id
) shown`,
    parameters.values(),
  );
  const found = JSON.parse(answer ?? '[]') as PlacedRecord[];
  return ({ kpi, productClass }) => {
    const isOn = (each: PlacedRecord): boolean => (productClass === null ? each.in_all <= first + 1 : each.product_class === productClass && each.in_class <= first + 1);
    const records = found.filter((each) => each.kpi === kpi && isOn(each));
    return { nodes: records.slice(0, first).map((record) => readRecord(kpi, record)), hasNextPage: records.length > first };
  };
}

const columns = 'day, object_type, object_id, amount::text as amount, part::text as part, whole::text as whole';

interface MeasuredRecord {
  readonly day: DateOnly;
  readonly object_type: KpiEvidence['objectType'];
  readonly object_id: string;
  readonly amount: Decimal | null;
  readonly part: Decimal | null;
  readonly whole: Decimal;
}

function statement(request: KpiRequest, of: KpiEvidenceOf, page: EvidencePage, parameters: Parameters): string {
  const measured = measuredRows(request, [of.kpi], parameters);
  const wanted = [`kpi = ${parameters.bind(of.kpi, 'text')}`, of.excluded === true ? 'contradictory' : 'not contradictory'];
  if (of.productClass !== null) wanted.push(`product_class = ${parameters.bind(of.productClass, 'text')}`);
  if (page.after != null) {
    const [day, id] = readCursor(page.after);
    wanted.push(`(day, object_id) > (${parameters.bind(day, 'date')}, ${parameters.bind(id, 'uuid')})`);
  }
  return `with ${measured}
select json_agg(shown)::text from (
  select ${columns}
  from measured where ${wanted.join(' and ')}
  order by day, object_id limit ${parameters.bind(String(page.first + 1), 'int')}
) shown`;
}

function readRecord(kpi: KpiName, { day, object_type, object_id, amount, part, whole }: MeasuredRecord): KpiEvidence {
  const value = amount !== null && kpiDefinitions[kpi].unit === 'HOURS' ? divide(amount, '3600', 4) : amount;
  return {
    cursor: writeCursor(day, object_id, object_id),
    objectType: object_type,
    objectId: object_id,
    unitId: object_id,
    on: day,
    value,
    numerator: part && normalise(part),
    denominator: normalise(whole),
  };
}

/** The lines that delivery performance counts; nothing in them can contradict itself. */
async function onTimeEvidence(
  reader: Reader,
  request: KpiRequest,
  { kpi, productClass, excluded }: KpiEvidenceOf & { readonly kpi: 'ON_TIME_DELIVERY_ORDERS' | 'ON_TIME_DELIVERY_LINES' },
  page: EvidencePage,
): Promise<KpiEvidenceResult> {
  if (excluded === true) return { nodes: [], hasNextPage: false };
  const asked = onTimeRequest({ ...request, byProductClass: productClass !== null }, kpi);
  const of = productClass === null ? ({ kind: 'totals' } as const) : ({ kind: 'row', values: [productClass] } as const);
  return onTimeRecords(await deliveryEvidence(reader, asked, of, page));
}

function onTimeRecords({ nodes, hasNextPage }: EvidenceResult): KpiEvidenceResult {
  return {
    hasNextPage,
    nodes: nodes.map(({ cursor, lineId, unitId, period, delayDays, onTime }) => ({
      cursor,
      objectType: 'ORDER_LINE',
      objectId: lineId,
      unitId,
      on: period,
      value: delayDays === null ? null : String(delayDays),
      numerator: onTime === true ? '1' : '0',
      denominator: '1',
    })),
  };
}

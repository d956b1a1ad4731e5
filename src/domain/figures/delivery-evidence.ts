/** The very lines behind a figure of `deliveryPerformance`, a page at a time. */
import type { Reader } from '../../entities/database.js';
import { DomainError, problem } from '../errors.js';
import type { DateOnly } from '../facts.js';
import { shownKey } from './delivery-dimensions.js';
import { judgedLines, needsOf } from './judged-lines.js';
import { checkPage, readCursor, writeCursor } from './page.js';
import type { EvidencePage } from './page.js';
import { Parameters } from './parameters.js';
import type { CheckedRequest, DeliveryFigureName, DeliveryRequest, ExclusionReason } from './request.js';
import { checkRequest } from './request.js';

/** Which lines: those of a row (its keys' values, in the order of `groupBy`), of the totals, or those left out. */
export type EvidenceOf =
  | { readonly kind: 'row'; readonly values: readonly (string | null)[]; readonly figure?: DeliveryFigureName }
  | { readonly kind: 'totals'; readonly figure?: DeliveryFigureName }
  | { readonly kind: 'excluded'; readonly reason: ExclusionReason };

/**
 * One line. Of a figure at level DELIVERY or ORDER the lines of a unit share `unitId`, so that the distinct units are the
 * denominator; at level LINE the lines themselves are.
 */
export interface DeliveryEvidence {
  readonly cursor: string;
  /** Order line, purchase order line or shipment, by the request's subject. */
  readonly lineId: string;
  readonly unitId: string;
  readonly orderId: string | null;
  readonly purchaseOrderId: string | null;
  readonly shipmentId: string | null;
  /** The promised date; the day ordered, where none was promised. */
  readonly period: DateOnly;
  readonly promised: DateOnly | null;
  /** Null: not delivered by `asOf`. */
  readonly delivered: DateOnly | null;
  /** Calendar days, signed; null while open. */
  readonly delayDays: number | null;
  /** Null where the line does not count. */
  readonly onTime: boolean | null;
  /** Days from the sending of the purchase order; null where that is unknown. */
  readonly cycleDays: number | null;
}

export interface EvidenceResult {
  /** By period, then by id. */
  readonly nodes: readonly DeliveryEvidence[];
  readonly hasNextPage: boolean;
}

/** Throws DomainError INVALID for a page size or a cursor that cannot be. */
export async function deliveryEvidence(
  reader: Reader,
  request: DeliveryRequest,
  of: EvidenceOf,
  page: EvidencePage,
): Promise<EvidenceResult> {
  const checked = checkRequest(request);
  checkPage(page);
  const parameters = new Parameters<CheckedRequest>();
  const answer = await reader.query(null, statement(checked, of, page, parameters), parameters.values(checked));
  const found = JSON.parse(answer ?? '[]') as FoundLine[];
  return { nodes: found.slice(0, page.first).map(readLine), hasNextPage: found.length > page.first };
}

/** The first page of every row's on-time figure, in one statement: who asks for that of one row of a list asks for all. By the row's values. */
export async function firstPagesOfRows(reader: Reader, request: DeliveryRequest, first: number): Promise<(values: readonly (string | null)[]) => EvidenceResult> {
  const checked = checkRequest(request);
  checkPage({ first });
  const parameters = new Parameters<CheckedRequest>();
  const answer = await reader.query(null, rowsStatement(checked, first, parameters), parameters.values(checked));
  const found = JSON.parse(answer ?? '[]') as (FoundLine & { readonly values: readonly (string | null)[] })[];
  const pages = new Map<string, FoundLine[]>();
  for (const { values, ...line } of found) {
    const key = JSON.stringify(values);
    const page = pages.get(key);
    if (page) page.push(line);
    else pages.set(key, [line]);
  }
  return (values) => {
    const lines = pages.get(JSON.stringify(values)) ?? [];
    return { nodes: lines.slice(0, first).map(readLine), hasNextPage: lines.length > first };
  };
}

function rowsStatement(request: CheckedRequest, first: number, parameters: Parameters<CheckedRequest>): string {
  const keys = request.groupBy.map((dimension, index) => shownKey(dimension, `key${index + 1}`));
  const asOf = parameters.bind(({ asOf: day }) => day, 'date');
  const place = 'period, line_id, unit';
  return `with${judgedLines(request, parameters, { columns: 'all', needs: needsOf(request, true), asOf })},
counted as (
  select distinct on (key1, key2, ${place}) * from judged
  where ${inside.ON_TIME}
  order by key1, key2, ${place}, order_id, purchase_order_id
),
placed as (
  select counted.*, row_number() over (partition by key1, key2 order by ${place}) as place from counted
)
select json_agg(shown)::text from (
  select json_build_array(${keys.join(', ')}) as values, ${columns}
  from placed where place <= ${parameters.bind(String(first + 1), 'int')} order by key1, key2, ${place}
) shown`;
}

type FoundLine = Omit<DeliveryEvidence, 'cursor'>;

const columns = `period, line_id as "lineId", unit as "unitId", order_id as "orderId", purchase_order_id as "purchaseOrderId",
    shipment_id as "shipmentId", promised, delivered, delay as "delayDays", on_time as "onTime", cycle as "cycleDays"`;

function statement(request: CheckedRequest, of: EvidenceOf, page: EvidencePage, parameters: Parameters<CheckedRequest>): string {
  const lines = judgedLines(request, parameters, { columns: 'all', needs: needsOf(request, true), asOf: parameters.bind(({ asOf }) => asOf, 'date') });
  const wanted = [condition(request, of, parameters)];
  if (page.after != null) {
    const [period, lineId, unitId] = readCursor(page.after);
    const place = `(${parameters.bind(period, 'date')}, ${parameters.bind(lineId, 'uuid')}, ${parameters.bind(unitId, 'uuid')})`;
    wanted.push(`(period, line_id, unit) > ${place}`);
  }
  return `with${lines},
page as (
  select distinct on (period, line_id, unit) * from judged
  where ${wanted.join(' and ')}
  order by period, line_id, unit, order_id, purchase_order_id
  limit ${parameters.bind(String(page.first + 1), 'int')}
)
select json_agg(shown)::text from (
  select ${columns}
  from page order by period, line_id, unit
) shown`;
}

const inside: Readonly<Record<DeliveryFigureName, string>> = {
  ON_TIME: 'on_time is not null',
  CYCLE_TIME: 'cycle >= 0',
};

function condition(request: CheckedRequest, of: EvidenceOf, parameters: Parameters<CheckedRequest>): string {
  if (of.kind === 'excluded') {
    if (of.reason === 'PO_SENT_AFTER_DELIVERY') return 'cycle < 0';
    return `excluded = ${parameters.bind(of.reason, 'text')}`;
  }
  const counted = inside[of.figure ?? 'ON_TIME'];
  if (of.kind === 'totals') return counted;
  DomainError.throwIfAny(
    of.values.length === request.groupBy.length ? [] : [problem('VALUE_UNKNOWN', ['keys'], { value: of.values.length })],
  );
  // PostgreSQL refuses a text with NUL in it; no key has one.
  if (of.values.some((value) => value?.includes('\0'))) return 'false';
  const keys = request.groupBy.map(
    (dimension, index) => `${shownKey(dimension, `key${index + 1}`)} is not distinct from ${parameters.bind(of.values[index] ?? null, 'text')}`,
  );
  return [counted, ...keys].join(' and ');
}

function readLine(line: FoundLine): DeliveryEvidence {
  return { cursor: writeCursor(line.period, line.lineId, line.unitId), ...line };
}

/**
 * The very records behind the criteria of suppliers' evaluations, a page at a time. They are found by the conditions that count
 * them (`supplier-criteria.ts`), as records stand now: one that was changed since the evaluation counts as it is.
 */
import type { Reader } from '../entities/database.js';
import type { DateOnly, Decimal } from './facts.js';
import type { DeliveryEvidence } from './figures/delivery-evidence.js';
import { deliveryEvidence, firstPagesOfRows } from './figures/delivery-evidence.js';
import { checkPage, readCursor, writeCursor } from './figures/page.js';
import type { EvidencePage } from './figures/page.js';
import { Parameters } from './figures/parameters.js';
import { bounds, boundsOf, countedRows, deliveryCriterion, supplierCriteria } from './supplier-criteria.js';
import type { Days, SupplierCriterion } from './supplier-criteria.js';

/** One record. The numerators add up to the criterion's, the denominators too. */
export interface CriterionEvidence {
  readonly cursor: string;
  readonly objectType: 'RECEIPT_LINE' | 'PURCHASE_ORDER_LINE' | 'PURCHASE_ORDER';
  readonly objectId: string;
  /** The day that decides the period: received, promised, or due to be answered. */
  readonly on: DateOnly;
  readonly numerator: Decimal;
  readonly denominator: Decimal;
  /** Of `service`: when the purchase order was answered; null where it was not. */
  readonly answeredAt: string | null;
  readonly purchaseOrderId: string | null;
  readonly purchaseOrderLineId: string | null;
  readonly shipmentId: string | null;
}

export interface CriterionEvidenceResult {
  /** By day, then by id. */
  readonly nodes: readonly CriterionEvidence[];
  readonly hasNextPage: boolean;
}

/** A page of one criterion's evidence, by the criterion's id. Throws DomainError INVALID for a page size or a cursor that cannot be. */
export async function criterionEvidence(reader: Reader, id: string, page: EvidencePage, zone: string): Promise<CriterionEvidenceResult> {
  const pages = await pagesOf(reader, [id], page, zone);
  return pages.get(id) ?? nothing;
}

/** The first pages of many criteria, by their ids: one statement for each criterion of a period, whatever the number of suppliers. */
export function firstPagesOfCriteria(
  reader: Reader,
  ids: readonly string[],
  first: number,
  zone: string,
): Promise<ReadonlyMap<string, CriterionEvidenceResult>> {
  return pagesOf(reader, ids, { first }, zone);
}

const nothing: CriterionEvidenceResult = { nodes: [], hasNextPage: false };

interface Wanted extends Days {
  readonly id: string;
  readonly criterion: SupplierCriterion;
  readonly supplierId: string;
}

type PageOfSupplier = (supplierId: string) => CriterionEvidenceResult;

async function pagesOf(reader: Reader, ids: readonly string[], page: EvidencePage, zone: string): Promise<ReadonlyMap<string, CriterionEvidenceResult>> {
  checkPage(page);
  const groups = grouped(await wantedOf(reader, ids), ({ criterion, from, to }) => `${criterion} ${from} ${to}`);
  const found = [...groups.values()].map(async (group) => {
    const suppliers = group.map(({ supplierId }) => supplierId);
    const pageOf = await readPages(reader, group[0] as Wanted, suppliers, page, zone);
    return group.map(({ id, supplierId }) => [id, pageOf(supplierId)] as const);
  });
  return new Map((await Promise.all(found)).flat());
}

function grouped<Member>(members: readonly Member[], keyOf: (member: Member) => string): ReadonlyMap<string, readonly Member[]> {
  const groups = new Map<string, Member[]>();
  for (const member of members) {
    const group = groups.get(keyOf(member));
    if (group) group.push(member);
    else groups.set(keyOf(member), [member]);
  }
  return groups;
}

/** What the criteria are of. Those that are not counted here have no evidence. */
async function wantedOf(reader: Reader, ids: readonly string[]): Promise<Wanted[]> {
  const parameters = new Parameters();
  const rows = await reader.rows(
    `select c.id::text as id, c.criterion, e.supplier_id::text as "supplierId", e.period_from::text as "from", e.period_to::text as "to"
     from evaluation_criterion c join supplier_evaluation e on e.id = c.evaluation_id
     where c.id = any(${parameters.list(ids, 'uuid[]')})`,
    parameters.values(),
  );
  return (rows as unknown as Wanted[]).filter(({ criterion }) => supplierCriteria.includes(criterion));
}

/** One criterion of one period: the page of each of these suppliers. A cursor is one supplier's. */
function readPages(reader: Reader, { criterion, ...days }: Wanted, supplierIds: readonly string[], page: EvidencePage, zone: string): Promise<PageOfSupplier> {
  if (criterion === 'delivery') return deliveryPages(reader, days, supplierIds, page);
  return countedPages(reader, criterion, { bounds: boundsOf(days, zone), supplierIds, page });
}

async function deliveryPages(reader: Reader, days: Days, supplierIds: readonly string[], { first, after }: EvidencePage): Promise<PageOfSupplier> {
  const request = { ...deliveryCriterion(days), filter: { supplierIds } };
  const read = ({ nodes, hasNextPage }: Awaited<ReturnType<typeof deliveryEvidence>>): CriterionEvidenceResult => ({ nodes: nodes.map(promisedLine), hasNextPage });
  if (after == null) {
    const pageOfRow = await firstPagesOfRows(reader, request, first);
    return (supplierId) => read(pageOfRow([supplierId]));
  }
  const rest = read(await deliveryEvidence(reader, request, { kind: 'totals' }, { first, after }));
  return () => rest;
}

function promisedLine({ cursor, lineId, period, onTime, purchaseOrderId, shipmentId }: DeliveryEvidence): CriterionEvidence {
  return {
    cursor,
    objectType: 'PURCHASE_ORDER_LINE',
    objectId: lineId,
    on: period,
    numerator: onTime ? '1' : '0',
    denominator: '1',
    answeredAt: null,
    purchaseOrderId,
    purchaseOrderLineId: lineId,
    shipmentId,
  };
}

interface CountedPages {
  readonly bounds: readonly string[];
  readonly supplierIds: readonly string[];
  readonly page: EvidencePage;
}

type CountedRecord = Omit<CriterionEvidence, 'cursor' | 'objectType' | 'shipmentId'> & { readonly supplierId: string };

async function countedPages(reader: Reader, criterion: keyof typeof countedRows, { bounds: given, supplierIds, page }: CountedPages): Promise<PageOfSupplier> {
  const { first, after } = page;
  const [day, recordId] = after == null ? [null, null] : readCursor(after);
  const answer = await reader.query(null, statementOf(criterion), [...given, JSON.stringify(supplierIds), day, recordId, String(first + 1)]);
  const records = grouped(JSON.parse(answer ?? '[]') as CountedRecord[], ({ supplierId }) => supplierId);
  const objectType = criterion === 'quality' ? 'RECEIPT_LINE' : 'PURCHASE_ORDER';
  const read = ({ supplierId: _, ...record }: CountedRecord): CriterionEvidence => ({
    cursor: writeCursor(record.on, record.objectId, record.objectId),
    objectType,
    shipmentId: null,
    ...record,
  });
  return (supplierId) => {
    const found = records.get(supplierId) ?? [];
    return { nodes: found.slice(0, first).map(read), hasNextPage: found.length > first };
  };
}

function statementOf(criterion: keyof typeof countedRows): string {
  return `with ${bounds},
counted as (${countedRows[criterion]}
),
placed as (
  select counted.*, row_number() over (partition by supplier_id order by day, record_id) as place
  from counted
  where supplier_id in (select jsonb_array_elements_text($6::text::jsonb)::uuid)
    and ($7::text is null or (day, record_id) > ($7::text::date, $8::text::uuid))
)
select json_agg(shown)::text from (
  select supplier_id as "supplierId", record_id as "objectId", day as "on", trim_scale(part::numeric)::text as numerator,
    trim_scale(whole::numeric)::text as denominator, answered_at as "answeredAt", purchase_order_id as "purchaseOrderId",
    line_id as "purchaseOrderLineId"
  from placed where place <= $9::text::int order by supplier_id, day, record_id
) shown`;
}

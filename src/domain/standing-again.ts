/** What a pull reads as it was told before, although the record stands otherwise by now: it stands again as it did. */
import type { Em } from '../entities/orm.js';
import { isSound } from './apply/check.js';
import type { Fact } from './facts.js';
import { toJson } from './json.js';

/** Tables of the records that facts state whole. Answers and tracking events are no states: told again they are nothing new. */
const tables: Readonly<Partial<Record<Fact['kind'], string>>> = {
  customer: 'customer',
  supplier: 'supplier',
  carrier: 'carrier',
  product: 'product',
  stockLevel: 'stock_level',
  order: 'orders',
  purchaseOrder: 'purchase_order',
  receipt: 'receipt',
  shipment: 'shipment',
};

const records = Object.entries(tables).map(
  ([kind, table]) => `select source_version from ${table} where told.kind = '${kind}' and source_system = told.system and source_external_id = told.ref`,
);

const statement = `
  select told.at from jsonb_to_recordset(?::jsonb) as told(at int, kind text, system text, ref text, version text)
  join lateral (${records.join(' union all ')}) record on record.source_version is distinct from told.version`;

/** Of facts that are told in this order: the last word on each record that stands at another version. */
export async function lastWordsOtherwise(em: Em, system: string, facts: readonly Fact[], isRepeated: (fact: Fact) => boolean): Promise<ReadonlySet<Fact>> {
  const last = new Map<string, Fact>();
  for (const fact of facts) if (tables[fact.kind] !== undefined) last.set(`${fact.kind} ${fact.source.externalId}`, fact);
  const repeated = [...last.values()].filter((fact) => fact.source.version !== null && isRepeated(fact) && isSound(fact));
  if (repeated.length === 0) return new Set();
  const told = repeated.map(({ kind, source }, at) => ({ at, kind, system, ref: source.externalId, version: source.version }));
  const rows = await em.execute<{ at: number }[]>(statement, [toJson(told)]);
  return new Set(rows.map(({ at }) => repeated[at]!));
}

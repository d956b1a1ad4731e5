import type { FactSource, Instant } from '../../../domain/facts.js';
import { refTo } from '../shared/refs.js';

interface Stamped {
  readonly id: number;
  readonly write_date: Instant;
}

/** `parts` are what belongs to the record: the newest change among them is the record's. Odoo gives it to the second. */
export function sourceOf(model: string, record: Stamped, version: string, parts: readonly Stamped[]): FactSource {
  const stamps = [record, ...parts].map(({ write_date }) => write_date);
  return { externalId: refTo(model, record.id), version, updatedAt: stamps.reduce((newest, stamp) => (stamp > newest ? stamp : newest)) };
}

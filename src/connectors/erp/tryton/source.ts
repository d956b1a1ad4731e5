import type { FactSource, Ref } from '../../../domain/facts.js';
import { stampInstant } from './values.js';

interface Stamped {
  readonly id: number;
  readonly _timestamp: string;
}

/** Our name of a Tryton record, as Tryton writes references: `sale.line,12`. */
export function refTo(model: string, id: number): Ref;
export function refTo(model: string, id: number | null | undefined): Ref | null;
export function refTo(model: string, id: number | null | undefined): Ref | null {
  return id == null ? null : `${model},${id}`;
}

/** The id in a reference to `model`; null where it is none. */
export function idIn(reference: string, model: string): number | null {
  const id = reference.startsWith(`${model},`) ? Number(reference.slice(model.length + 1)) : Number.NaN;
  return Number.isSafeInteger(id) && id > 0 ? id : null;
}

/** `parts` are what belongs to the record: the newest change among them is the record's. */
export function sourceOf(model: string, record: Stamped, version: string, parts: readonly Stamped[]): FactSource {
  const stamps = [record, ...parts].map((stamped) => stampInstant(stamped._timestamp));
  return { externalId: refTo(model, record.id), version, updatedAt: stamps.reduce((newest, stamp) => (stamp > newest ? stamp : newest)) };
}

import type { Ref } from '../../../domain/facts.js';

/** Our name of a record with a numeric id, as Tryton and Odoo write references: `sale.line,12`. */
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

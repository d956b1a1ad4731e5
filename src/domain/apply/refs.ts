/** Finds the records that a fact names; a name that we do not know sets the fact aside. */
import type { Ref } from '../facts.js';
import type { Known, Sourced } from './known.js';
import { CannotApply, type ParkReason } from './result.js';

type Unknown = Extract<ParkReason, `UNKNOWN_${string}`>;

/** Null stands for "none"; undefined was not said. */
export function refer<T extends Sourced>(known: Known<T>, ref: Ref, reason: Unknown): T;
export function refer<T extends Sourced>(known: Known<T>, ref: Ref | null, reason: Unknown): T | null;
export function refer<T extends Sourced>(known: Known<T>, ref: Ref | null | undefined, reason: Unknown): T | null | undefined;
export function refer<T extends Sourced>(known: Known<T>, ref: Ref | null | undefined, reason: Unknown): T | null | undefined {
  return ref == null ? ref : found(known.get(ref), ref, reason);
}

/** The same for lines, which are known by their id alone. */
export function referLine<T>(known: ReadonlyMap<Ref, T>, ref: Ref | null | undefined, reason: Unknown): T | null | undefined {
  return ref == null ? ref : found(known.get(ref), ref, reason);
}

function found<T>(record: T | undefined, ref: Ref, reason: Unknown): T {
  if (record === undefined) throw new CannotApply(reason, { ref: ref.slice(0, 80) });
  return record;
}

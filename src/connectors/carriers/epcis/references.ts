/** Which shipments an event belongs to. */
import { documentNumber, readGs1Key, type ReferenceKind } from './keys.js';
import { vocabularyValue } from './statuses.js';
import type { EpcisEvent } from './wire.js';

/** Numbers of the first kind of reference that the event carries, each once; empty where it carries none of them. */
export function trackingNumbersOf(event: EpcisEvent, trackBy: readonly ReferenceKind[]): readonly string[] {
  for (const kind of trackBy) {
    const numbers = new Set(kind === 'bol' || kind === 'desadv' || kind === 'po' ? documents(event, kind) : keys(event, kind));
    if (numbers.size > 0) return [...numbers];
  }
  return [];
}

/** The unit that is moved stands above what is in it: only where no parent has such a key do the things themselves count. */
function keys({ parentID, epcList, childEPCs, bizTransactionList }: EpcisEvent, kind: ReferenceKind): string[] {
  const transactions = (bizTransactionList ?? []).map(({ bizTransaction }) => bizTransaction);
  const levels = [[parentID, ...transactions], [...(epcList ?? []), ...(childEPCs ?? [])]];
  const found = levels.map((texts) => texts.flatMap((text) => (text ? (readGs1Key(text) ?? []) : [])).filter((key) => key.kind === kind));
  return (found.find((level) => level.length > 0) ?? []).map(({ number }) => number);
}

function documents({ bizTransactionList }: EpcisEvent, kind: 'bol' | 'desadv' | 'po'): string[] {
  return (bizTransactionList ?? [])
    .filter(({ type }) => type != null && vocabularyValue(type) === kind)
    .flatMap(({ bizTransaction }) => documentNumber(bizTransaction ?? '') ?? []);
}

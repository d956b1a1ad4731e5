/** Which shipments an event belongs to. */
import { filled } from '../../tracking-events.js';
import type { ReferenceKind } from './config.js';
import type { Payload } from './wire.js';

type Listed = NonNullable<Payload['references']>[number];

/** Values of the first kind of reference that the event carries, each once; empty where it carries none of them. */
export function trackingNumbersOf(payload: Payload, trackBy: readonly ReferenceKind[]): readonly string[] {
  for (const kind of trackBy) {
    const values = new Set(kind === 'EQ' ? equipment(payload) : documents(payload, kind));
    if (values.size > 0) return [...values];
  }
  return [];
}

function documents({ documentTypeCode, documentReference, documentID, documentReferences, relatedDocumentReferences }: Payload, kind: ReferenceKind): string[] {
  const own = documentTypeCode === kind ? [documentReference ?? documentID] : [];
  return valuesOf([...own, ...listedAs(documentReferences, kind), ...listedAs(relatedDocumentReferences, kind)]);
}

function equipment({ equipmentReference, references }: Payload): string[] {
  return valuesOf([equipmentReference, ...listedAs(references, 'EQ')]);
}

function listedAs(references: Payload['references'], kind: ReferenceKind): (string | null | undefined)[] {
  const kindOf = (one: Listed) => one.type ?? one.documentReferenceType ?? one.referenceType;
  return (references ?? []).filter((one) => kindOf(one) === kind).map((one) => one.value ?? one.documentReferenceValue ?? one.referenceValue);
}

function valuesOf(texts: readonly (string | null | undefined)[]): string[] {
  return texts.flatMap((one) => filled(one) ?? []);
}

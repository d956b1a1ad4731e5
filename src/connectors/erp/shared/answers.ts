/**
 * A supplier's answer that an ERP has no field for, in words; and kept as a line of a purchase line's note: written by a
 * confirmation, and read again by the mapper, so that an answer that was no yes does not come back as one.
 */
import type { PurchaseOrderConfirmationCommand } from '../../contract.js';

export type LineAnswer = PurchaseOrderConfirmationCommand['lines'][number];

const MARK = "Supplier's answer: ";

const WORDS: Readonly<Record<LineAnswer['answer'], string>> = {
  ACCEPT: 'accepted',
  CHANGE: 'change proposed',
  BACKORDER: 'backordered',
  REFUSE: 'refused',
};

/** The note with the answer at its end; as it was where the answer stands there, or is a plain yes to nothing said before. */
export function withAnswer(note: string, answer: LineAnswer): string {
  const text = textOf(answer);
  const last = lastAnswer(note);
  if (last === text || (last === null && answer.answer === 'ACCEPT')) return note;
  return note === '' ? MARK + text : `${note}\n${MARK}${text}`;
}

/** Whether the note holds an answer, and the last one is something else than a yes. */
export function isOpenAnswer(note: string): boolean {
  const last = lastAnswer(note);
  return last !== null && last !== WORDS.ACCEPT;
}

export function hasAnswer(note: string): boolean {
  return lastAnswer(note) !== null;
}

function lastAnswer(note: string): string | null {
  return note.split('\n').findLast((line) => line.startsWith(MARK))?.slice(MARK.length) ?? null;
}

function textOf({ answer, quantity, unitPrice }: LineAnswer): string {
  const proposed = answer === 'CHANGE' || answer === 'BACKORDER';
  const details = [
    ...(proposed && quantity !== null ? [`quantity ${quantity}`] : []),
    ...(proposed && unitPrice !== null ? [`unit price ${unitPrice}`] : []),
  ];
  return [WORDS[answer], ...details].join(', ');
}

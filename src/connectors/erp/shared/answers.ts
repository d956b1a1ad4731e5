/**
 * A supplier's answer that an ERP has no field for, in words; and kept as a line of a purchase line's note: written by a
 * confirmation, and read again by the mapper, so that an answer that was no yes does not come back as one.
 */
import { createHash } from 'node:crypto';
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
  const text = answerText(answer);
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

/** What a proposal says beside its date: `backordered, quantity 5`. */
function answerText({ answer, quantity, unitPrice }: LineAnswer): string {
  const proposed = isProposal(answer);
  const details = [
    ...(proposed && quantity !== null ? [`quantity ${quantity}`] : []),
    ...(proposed && unitPrice !== null ? [`unit price ${unitPrice}`] : []),
  ];
  return [WORDS[answer], ...details].join(', ');
}

export interface Remark {
  readonly text: string;
  /** Stands behind the text where it is stored, and finds it again: ERPs rewrite texts as HTML. */
  readonly mark: string;
}

/**
 * What the buyer has to read where an ERP has no field for it: the supplier's note, and every answer that is no plain yes,
 * with the name that `nameOf` gives to its line.
 */
export function remarks(note: string | null, answers: readonly LineAnswer[], nameOf: (externalId: string) => string): Remark[] {
  const open = answers.filter(({ answer }) => answer !== 'ACCEPT');
  const lines = open.map((line) => {
    const date = isProposal(line.answer) && line.promisedDate !== null ? `, ${line.promisedDate}` : '';
    return `${nameOf(line.externalId)}: ${answerText(line)}${date}`;
  });
  return [...(note === null ? [] : [note]), ...lines].map((text) => {
    const digest = createHash('sha256').update(text).digest('hex');
    return { text: MARK + text, mark: `[${digest.slice(0, 12)}]` };
  });
}

function isProposal(answer: LineAnswer['answer']): boolean {
  return answer === 'CHANGE' || answer === 'BACKORDER';
}

/** Pages of evidence: by day, then by id. */
import { isDateOnly } from '../dates.js';
import { DomainError } from '../errors.js';
import type { DateOnly } from '../facts.js';
import { isUuid } from './parameters.js';

export interface EvidencePage {
  /** 1 to 1000. */
  readonly first: number;
  /** Cursor of the row before; null from the beginning. */
  readonly after?: string | null;
}

const maxPage = 1000;

/** Before anything is read, so that of many pages asked for together the first one is refused. Throws DomainError INVALID (`PAGE_SIZE_INVALID`, `CURSOR_INVALID`). */
export function checkPage({ first, after }: EvidencePage): void {
  if (!Number.isInteger(first) || first < 1 || first > maxPage) {
    throw DomainError.invalid('PAGE_SIZE_INVALID', ['first'], { max: maxPage });
  }
  if (after != null) readCursor(after);
}

/** Reads pages of one size once, however often they are asked for. */
export function keptBySize<Pages>(read: (first: number) => Promise<Pages>): (first: number) => Promise<Pages> {
  const kept = new Map<number, Promise<Pages>>();
  return (first) => {
    const pages = kept.get(first) ?? read(first);
    kept.set(first, pages);
    return pages;
  };
}

/** The place of a row: its day, its id, and the id of the unit that it counts in. */
export function writeCursor(day: DateOnly, id: string, unitId: string): string {
  return Buffer.from(JSON.stringify([day, id, unitId])).toString('base64url');
}

/** Throws DomainError INVALID (`CURSOR_INVALID`) for what was not given out here. */
export function readCursor(cursor: string): readonly [day: DateOnly, id: string, unitId: string] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const [day, id, unitId] = Array.isArray(parts) ? (parts as unknown[]) : [];
    if (typeof day === 'string' && isDateOnly(day) && isId(id) && isId(unitId)) return [day, id, unitId];
  } catch {
    // Not JSON: refused below.
  }
  throw DomainError.invalid('CURSOR_INVALID', ['after'], {});
}

function isId(part: unknown): part is string {
  return typeof part === 'string' && isUuid(part);
}

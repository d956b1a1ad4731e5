/** The cursor of systems whose list of records is walked page by page: when the last walk began, and where this one stands. */
import type { Log } from './contract.js';

/** A walk that was interrupted is taken up again within this time, else it starts anew. */
const RESUME_MS = 86_400_000;

export interface ListWalk {
  /** Start of the last complete walk by our clock, in milliseconds since 1970; null before the first. */
  readonly since: number | null;
  /** Start of the walk under way and its place in the list, in the system's own terms; null between walks. */
  readonly walk: { readonly started: number; readonly place: string } | null;
}

/** A cursor that cannot be read starts from the beginning: slower, but nothing is lost and nothing doubled. */
export function readListWalk(cursor: string | null, now: number, log: Log): ListWalk {
  if (cursor === null) return { since: null, walk: null };
  try {
    const { since, walk } = JSON.parse(cursor) as ListWalk;
    const canResume = walk !== null && typeof walk.place === 'string' && now - walk.started < RESUME_MS;
    // A time that is still to come, after a clock was set back, would hide changes.
    return { since: typeof since === 'number' && since <= now ? since : null, walk: canResume ? walk : null };
  } catch {
    log.warn({ cursor: cursor.slice(0, 100) }, 'the cursor cannot be read, everything is fetched again');
    return { since: null, walk: null };
  }
}

/** The cursor of a walk that passes on what changed since this time. */
export function listWalkSince(since: Date): string {
  return writeListWalk({ since: null, walk: null }, since.getTime(), null);
}

/** The cursor after a page: within the walk while there is a place to go on from, else at its end. */
export function writeListWalk({ since }: ListWalk, started: number, place: string | null): string {
  const after: ListWalk = place === null ? { since: started, walk: null } : { since, walk: { started, place } };
  return JSON.stringify(after);
}

/** The cursor of systems whose list of records is walked page by page: when the last walk began, and where this one stands. */
import type { Log } from './contract.js';
import type { ServerClock } from './server-clock.js';

const DAY_MS = 86_400_000;
/** A walk that was interrupted is taken up again within this time, else it starts anew. */
const RESUME_MS = DAY_MS;
/** Clocks are not further apart than this. */
const MOST_AHEAD_MS = DAY_MS;

export interface ListWalk {
  /** Start of the last complete walk by their clock, in milliseconds since 1970; null before the first. */
  readonly since: number | null;
  /** Start of the walk under way by our clock, and its place in the list in the system's own terms; null between walks. */
  readonly walk: { readonly started: number; readonly place: string } | null;
}

/** A cursor that cannot be read starts from the beginning: slower, but nothing is lost and nothing doubled. */
export function readListWalk(cursor: string | null, now: number, log: Log): ListWalk {
  if (cursor === null) return { since: null, walk: null };
  try {
    const { since, walk } = JSON.parse(cursor) as ListWalk;
    const canResume = walk !== null && typeof walk.place === 'string' && now - walk.started < RESUME_MS;
    // A time that is long to come, after a clock was set back, would hide changes.
    return { since: typeof since === 'number' && since <= now + MOST_AHEAD_MS ? since : null, walk: canResume ? walk : null };
  } catch {
    log.warn({ cursor: cursor.slice(0, 100) }, 'the cursor cannot be read, everything is fetched again');
    return { since: null, walk: null };
  }
}

/** The cursor of a walk that passes on what changed since this time. */
export function listWalkSince(since: Date): string {
  return write({ since: since.getTime(), walk: null });
}

/** The cursor after a page of a walk that started then by our clock: within it while there is a place to go on from, else at its end. */
export function writeListWalk({ since }: ListWalk, started: number, place: string | null, clock: Pick<ServerClock, 'at'>): string {
  return write(place === null ? { since: clock.at(new Date(started)).getTime(), walk: null } : { since, walk: { started, place } });
}

function write(walk: ListWalk): string {
  return JSON.stringify(walk);
}

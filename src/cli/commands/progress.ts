import type { Host } from '../host.js';

export interface Progress {
  moved(records: number): void;
  ended(records: number): void;
}

/** A line on standard error: rewritten where a person watches, otherwise a new one now and then. */
export function createProgress({ err, isWatched, now }: Pick<Host, 'err' | 'isWatched' | 'now'>): Progress {
  const startedAt = now().getTime();
  const pause = isWatched ? 200 : 5_000;
  let shownAt = startedAt;
  const line = (records: number): string => {
    const seconds = Math.max(0.001, (now().getTime() - startedAt) / 1000);
    return `${records} records in ${seconds.toFixed(1)} s, ${Math.round(records / seconds)} per second`;
  };
  return {
    moved: (records) => {
      if (now().getTime() - shownAt < pause) return;
      shownAt = now().getTime();
      err(isWatched ? `\r${line(records)}  ` : `${line(records)}\n`);
    },
    ended: (records) => err(`${isWatched ? '\r' : ''}${line(records)}${isWatched ? '  ' : ''}\n`),
  };
}

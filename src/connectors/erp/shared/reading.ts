import { ConnectorError } from '../../contract.js';

export interface ReadPage<Row> {
  readonly rows: Row[];
  /** How many were asked for in the end; ask for no more the next time. */
  readonly limit: number;
  readonly isLast: boolean;
}

/** Asks for a page of up to `limit` rows, and for a smaller one where the answer is larger than an answer may be. */
export async function readPage<Row>(limit: number, ask: (limit: number) => Promise<Row[]>): Promise<ReadPage<Row>> {
  try {
    const rows = await ask(limit);
    return { rows, limit, isLast: rows.length < limit };
  } catch (error) {
    if (limit === 1 || !(error instanceof ConnectorError) || error.kind !== 'contract') throw error;
    return await readPage(Math.ceil(limit / 4), ask);
  }
}

/** Whether everything is to be read again. `sweepHours` 0: never. `lastSweep`: when the last full reading ended. */
export function isSweepDue(lastSweep: Date | null, sweepHours: number, now: Date): boolean {
  return sweepHours > 0 && lastSweep !== null && now.getTime() - lastSweep.getTime() >= sweepHours * 3_600_000;
}

import type { Fact } from '../../src/domain/facts.js';
import type { Columns } from '../../src/tables/cell.js';
import type { TableSource } from '../../src/tables/encoding.js';
import { mapTable, type MapOptions } from '../../src/tables/map.js';
import type { Profile } from '../../src/tables/profile.js';
import type { ImportReport } from '../../src/tables/report.js';

export interface Collected {
  readonly facts: Fact[];
  readonly report: ImportReport;
}

/** Maps a whole table and waits for its report. */
export async function collect<C extends Columns>(
  profile: Profile<C>,
  source: TableSource | string,
  options?: MapOptions,
): Promise<Collected> {
  const { chunks, report } = mapTable(profile, typeof source === 'string' ? Buffer.from(source) : source, options);
  const facts: Fact[] = [];
  for await (const chunk of chunks) facts.push(...chunk.facts);
  return { facts, report };
}

export function ofKind<K extends Fact['kind']>(facts: readonly Fact[], kind: K): Extract<Fact, { kind: K }>[] {
  return facts.filter((fact): fact is Extract<Fact, { kind: K }> => fact.kind === kind);
}

/** The notes of a report, short enough to compare. */
export function notesOf(report: ImportReport, severity: 'refused' | 'doubtful' | 'absent'): unknown[] {
  return report.notes
    .filter((note) => note.severity === severity)
    .map(({ row, column, reason }) => [row, column, reason]);
}

/** The reads as a section of the report. */
import type { ReadFigures, ReadsResult, Sample } from '../concerns/reads.js';
import { median } from '../measure/figures.js';
import type { ReaderName } from '../systems/readers.js';
import { readerNames } from '../systems/readers.js';
import type { Check, Section } from './table.js';
import { atLeast, atMost, shown, table, times } from './table.js';

const labels: Readonly<Record<ReaderName, string>> = {
  'limit-pg': 'limit, pg',
  'limit-postgres': 'limit, postgres.js',
  postgraphile: 'PostGraphile 5',
  interline: 'Interline',
};

export function reportReads({ connections, figures, memory }: ReadsResult): Section {
  const parts = figures.map((one) => `### ${one.operation.title} (answer of ${shown(one.bytes / 1000)} kB)\n\n${figuresTable(one)}`);
  const resident = table(['', ...readerNames.map((name) => labels[name])], [['MB resident after the load', ...readerNames.map((name) => shown(memory[name]))]]);
  return {
    title: 'Reads',
    text: [`${connections} connections. All four give the same answers.`, ...parts, resident].join('\n\n'),
    checks: [...figures.flatMap(checksOf), atMost('memory after the reads', memory.interline, 200, (mb) => `${shown(mb)} MB`)],
  };
}

function figuresTable(one: ReadFigures): string {
  const rows = readerNames.map((name) => {
    const of = (get: (sample: Sample) => number): number => median(one.rounds.map((round) => get(round[name])));
    return [
      labels[name],
      shown(of(({ perSecond }) => perSecond)),
      times(ratio(one, name, 'limit-pg')),
      shown(of(({ p50 }) => p50)),
      shown(of(({ p99 }) => p99)),
      shown(of(({ serverCpu }) => serverCpu)),
      shown(of(({ databaseCpu }) => databaseCpu)),
      shown(one.statements[name]),
    ];
  });
  return table(['', 'requests/s', 'of the pg limit', 'p50 ms', 'p99 ms', 'CPU ms, server', 'CPU ms, PostgreSQL', 'SQL statements'], rows);
}

function checksOf(one: ReadFigures): Check[] {
  const { title, timesPostgraphile } = one.operation;
  return [
    atLeast(`${title}: throughput against the pg limit`, ratio(one, 'interline', 'limit-pg'), 0.85),
    atLeast(`${title}: throughput against PostGraphile`, ratio(one, 'interline', 'postgraphile'), timesPostgraphile),
    atMost(`${title}: SQL statements`, one.statements.interline, 1, shown),
  ];
}

/** Median of the ratios within each round, so that what slows a round down slows both sides. */
function ratio({ rounds }: ReadFigures, name: ReaderName, to: ReaderName): number {
  return median(rounds.map((round) => round[name].perSecond / round[to].perSecond));
}

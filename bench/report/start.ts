/** Start and memory as a section of the report. */
import type { Start, StartResult } from '../concerns/start.js';
import { median } from '../measure/figures.js';
import type { Section } from './table.js';
import { atMost, shown, table } from './table.js';

export function reportStart({ server, embedded, embeddedFirst, embeddedMemory }: StartResult): Section {
  const clock = (starts: readonly Start[]): number => median(starts.map((start) => start.clock));
  const row = (starts: readonly Start[]): string[] => [seconds(clock(starts)), seconds(median(starts.map(({ cpu }) => cpu)))];
  return {
    title: 'Start',
    text: [
      `From the start of the process to \`/readyz\`, median of ${server.length}.`,
      table(
        ['', 'time', 'CPU'],
        [
          ['on a PostgreSQL server with the data set', ...row(server)],
          ['embedded, with the demo company', ...row(embedded)],
          ['embedded, the very first start, which makes both', ...row([embeddedFirst])],
        ],
      ),
      `Embedded, after a load of pages, the process with its database holds ${shown(embeddedMemory)} MB.`,
    ].join('\n\n'),
    checks: [
      atMost('start on a PostgreSQL server', clock(server), 2000, seconds),
      atMost('start on the embedded database', clock(embedded), 2000, seconds),
      atMost('memory of the embedded gateway', embeddedMemory, 600, (mb) => `${shown(mb)} MB`),
    ],
  };
}

function seconds(ms: number): string {
  return `${shown(ms / 1000)} s`;
}

/** The webhooks as a section of the report. */
import type { WriteFigures, WriteSample, WritesResult } from '../concerns/writes.js';
import { median } from '../measure/figures.js';
import { receiverNames } from '../systems/receivers.js';
import type { Section } from './table.js';
import { atLeast, atMost, shown, table, times } from './table.js';

export function reportWrites({ messages, figures, memory }: WritesResult): Section {
  const rows = figures.flatMap((one) =>
    receiverNames.map((name) => {
      const of = (get: (sample: WriteSample) => number): string => shown(median(one.rounds.map((round) => get(round[name]))));
      return [
        `${one.connections} connections, ${name === 'limit' ? 'limit' : 'Interline'}`,
        of(({ perSecond }) => perSecond),
        name === 'limit' ? times(1) : times(ratio(one)),
        of(({ p50 }) => p50),
        of(({ p99 }) => p99),
        of(({ serverCpu }) => serverCpu),
        of(({ databaseCpu }) => databaseCpu),
        of(({ transactions }) => transactions),
      ];
    }),
  );
  return {
    title: 'Carrier webhook',
    text: [
      `EasyPost's format, signed; each of ${messages} messages per measurement moves another shipment, and is acknowledged after its commit. ` +
        'The limit writes the very same rows in one transaction per request.',
      table(['', 'messages/s', 'of the limit', 'p50 ms', 'p99 ms', 'CPU ms, server', 'CPU ms, PostgreSQL', 'transactions'], rows),
      `Interline's memory after the load: ${shown(memory)} MB.`,
    ].join('\n\n'),
    checks: [
      ...figures.map((one) => atLeast(`webhook, ${one.connections} connections: throughput against the limit`, ratio(one), one.connections < 64 ? 0.9 : 1.5)),
      atMost('memory after the webhooks', memory, 200, (mb) => `${shown(mb)} MB`),
    ],
  };
}

function ratio({ rounds }: WriteFigures): number {
  return median(rounds.map(({ limit, interline }) => interline.perSecond / limit.perSecond));
}

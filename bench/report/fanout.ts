/** The fan-out as a section of the report. */
import type { FanoutResult, FanoutSample } from '../concerns/fanout.js';
import { median } from '../measure/figures.js';
import { publisherNames } from '../systems/publishers.js';
import type { Section } from './table.js';
import { atLeast, shown, table } from './table.js';

export function reportFanout({ subscribers, burst, rounds, memory }: FanoutResult): Section {
  const rows = publisherNames.map((name) => {
    const of = (get: (sample: FanoutSample) => number): string => shown(median(rounds.map((round) => get(round[name]))));
    return [
      name === 'interline' ? 'Interline' : 'graphql-ws, one execution each',
      of(({ steadyPerSecond }) => steadyPerSecond),
      of(({ burstPerSecond }) => burstPerSecond),
      of(({ steadyCpu }) => steadyCpu),
      of(({ burstCpu }) => burstCpu),
      shown(memory[name]),
    ];
  });
  const ratio = (get: (sample: FanoutSample) => number): number => median(rounds.map((round) => get(round.interline) / get(round.default)));
  return {
    title: 'Fan-out',
    text: [
      `One topic, ${subscribers} subscribers over graphql-ws, the same payload. Steadily: the next event once an earlier one has reached all; bursts: ${burst} events at once.`,
      table(['', 'deliveries/s, steady', 'deliveries/s, bursts', 'CPU µs each, steady', 'CPU µs each, bursts', 'MB resident'], rows),
    ].join('\n\n'),
    checks: [
      atLeast(`fan-out to ${subscribers}: deliveries against one execution each, steady`, ratio(({ steadyPerSecond }) => steadyPerSecond), 4),
      atLeast(`fan-out to ${subscribers}: deliveries against one execution each, bursts`, ratio(({ burstPerSecond }) => burstPerSecond), 10),
    ],
  };
}

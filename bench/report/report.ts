/** The whole report. */
import type { Section } from './table.js';
import { table } from './table.js';

export interface Report {
  readonly startedAt: Date;
  readonly machine: string;
  readonly dataset: string;
  readonly rounds: number;
  readonly sections: readonly Section[];
}

export function writeReport({ startedAt, machine, dataset, rounds, sections }: Report): string {
  const checks = sections.flatMap((section) => section.checks);
  const passed = checks.filter((check) => check.passed).length;
  const verdicts = table(
    ['target', 'wanted', 'found', ''],
    checks.map((check) => [check.what, check.wanted, check.found, check.passed ? 'pass' : '**fail**']),
  );
  return [
    '# Benchmark results',
    `Written by \`npm run bench\` on ${startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC; [README.md](README.md) says how to run and to read it. ` +
      `Medians of ${rounds} interleaved rounds; ratios are medians of the ratios within each round.`,
    machine,
    dataset,
    `## Targets: ${passed} of ${checks.length} met`,
    verdicts,
    ...sections.flatMap(({ title, text }) => [`## ${title}`, text]),
    '',
  ].join('\n\n');
}

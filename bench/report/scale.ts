/** Page and figures at two sizes as a section of the report. */
import type { QuestionName, ScaleResult } from '../concerns/scale.js';
import { questionNames } from '../concerns/scale.js';
import { median } from '../measure/figures.js';
import type { Section } from './table.js';
import { atMost, shown, table } from './table.js';

export function reportScale({ farPage, sizes }: ScaleResult): Section {
  const [small, large] = sizes.map(({ orders, rounds }) => ({
    orders: orders.toLocaleString('en-US'),
    of: (name: QuestionName): number => median(rounds.map((round) => round[name])),
  }));
  if (!small || !large) throw new Error('Two sizes are needed.');
  const label = (name: QuestionName): string => (name === 'far page' ? `page ${farPage} of 50` : name === 'first page' ? 'first page of 50' : name);
  const rows = questionNames.map((name) => [label(name), shown(small.of(name)), shown(large.of(name))]);
  const ratio = (what: string, value: number) => atMost(`${what}, in PostgreSQL's CPU`, value, 1.3);
  return {
    title: 'Size of the data',
    text: [
      "PostgreSQL's processor time per request in milliseconds, through the gateway.",
      table(['', `${small.orders} orders`, `${large.orders} orders`], rows),
    ].join('\n\n'),
    checks: [
      ratio(`first page at ${large.orders} orders against ${small.orders}`, large.of('first page') / small.of('first page')),
      ratio(`page ${farPage} against the first at ${small.orders} orders`, small.of('far page') / small.of('first page')),
      ratio(`page ${farPage} against the first at ${large.orders} orders`, large.of('far page') / large.of('first page')),
      ratio(`figures at ${large.orders} orders against ${small.orders}`, large.of('figures') / small.of('figures')),
    ],
  };
}

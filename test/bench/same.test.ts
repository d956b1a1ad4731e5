/** Benchmarks compare systems that say the same: what counts as the same, and that a difference is found. */
import { assertIdentical, assertSame } from '../../bench/operations/same.js';

const ours = {
  data: {
    order: {
      total: { amount: '12.5', currency: 'EUR' },
      placedAt: '2026-03-03T01:42:43.2+02:00',
      lines: [{ lineNo: 1 }, { lineNo: 2 }],
      shipments: { nodes: [{ number: 'SH-1' }] },
      keys: [{ value: '2026-03' }, { value: null }],
      pageInfo: { endCursor: 'YWJj' },
    },
  },
};

const theirs = {
  data: {
    order: {
      total__amount: '12.500000',
      total__currency: 'EUR',
      placedAt: '2026-03-02T23:42:43.200000+00:00',
      lines: { nodes: [{ lineNo: 1 }, { lineNo: 2 }] },
      shipments: { nodes: [{ number: 'SH-1' }] },
      keys__0__value: '2026-03',
      keys__1__value: null,
      pageInfo: { endCursor: 'another form' },
    },
  },
};

it('takes other names, nestings and spellings of the same values for the same', () => {
  expect(() => assertSame('order', ours, theirs)).not.toThrow();
});

it.each([
  ['a value', { total__amount: '12.51' }, '.data.order.total.amount'],
  ['an instant', { placedAt: '2026-03-02T23:42:44.2Z' }, '.data.order.placedAt'],
  ['the order of a list', { lines: { nodes: [{ lineNo: 2 }, { lineNo: 1 }] } }, '.data.order.lines.0.lineNo'],
  ['a missing row', { shipments: { nodes: [] } }, '.data.order.shipments.0'],
  ['a missing cursor', { pageInfo: { endCursor: null } }, '.data.order.pageInfo.endCursor'],
])('finds a difference in %s', (_, other, where) => {
  const found = { data: { order: { ...theirs.data.order, ...other } } };
  expect(() => assertSame('order', ours, found)).toThrow(`order: the answers differ at ${where}`);
});

it('asks for the same letters where answers must be identical', () => {
  expect(() => assertIdentical('order', ours, structuredClone(ours))).not.toThrow();
  expect(() => assertIdentical('order', { a: '1.5', b: 1 }, { b: 1, a: '1.5' })).toThrow('written otherwise');
  expect(() => assertIdentical('order', { a: '1.5' }, { a: '1.50' })).toThrow('written otherwise');
});

import fc from 'fast-check';
import { chineseCalendar } from '../../../src/domain/calendar.js';
import { fillCalendarTable } from '../../../src/domain/calendar-table.js';
import type { EvidenceOf } from '../../../src/domain/figures/delivery-evidence.js';
import { deliveryEvidence, firstPagesOfRows } from '../../../src/domain/figures/delivery-evidence.js';
import { deliveryPerformance } from '../../../src/domain/figures/delivery-performance.js';
import type { DeliveryFilter, DeliveryRequest } from '../../../src/domain/figures/request.js';
import {
  DeliveryDimension,
  DeliveryLevel,
  DeliveryPromise,
  DeliverySubject,
} from '../../../src/domain/figures/request.js';
import type { TestDatabase } from '../../support/database.js';
import { freshDatabase } from '../../support/database.js';
import type { Judged } from './oracle.js';
import { figureOf, judge } from './oracle.js';
import type { World } from './world.js';
import { anyDay, anyWorld, carriers, classes, countries, customers, insertParties, modes, replaceWorld, suppliers } from './world.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await freshDatabase();
  await insertParties(test.database.em.fork());
  await fillCalendarTable(test.database, 'CN', chineseCalendar, new Date('2026-01-01T00:00:00Z'));
});
afterAll(() => test.close());

const some = <T>(values: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...values], { minLength: 1 });
const value = <T extends string>(set: Record<string, T>): fc.Arbitrary<T> => fc.constantFrom(...Object.values(set));

const oneFilter: fc.Arbitrary<DeliveryFilter> = fc.oneof(
  fc.record({ supplierIds: some([...suppliers, 'no-such-id']) }),
  fc.record({ customerIds: some(customers) }),
  fc.record({ carrierIds: some(carriers) }),
  fc.record({ countries: some(countries) }),
  fc.record({ modes: some(modes) }),
  fc.record({ productClasses: some(classes) }),
  fc.record({ orderStatus: some(['DELIVERED', 'SHIPPED', 'CANCELLED'] as const) }),
  fc.record({ ownWarehouse: fc.boolean() }),
  fc.constantFrom({ modes: [] }, { modes: null }),
);
/** More than two seldom leave anything. */
const anyFilter = fc.tuple(oneFilter, fc.option(oneFilter)).map(([one, other]) => ({ ...one, ...other }));

const anyRequest: fc.Arbitrary<DeliveryRequest> = fc.record(
  {
    subject: value(DeliverySubject),
    range: fc.option(fc.tuple(fc.option(anyDay), fc.option(anyDay)).map(([from, to]) => (from && to && to < from ? { from: to, to: from } : { from, to }))),
    groupBy: fc.array(value(DeliveryDimension), { maxLength: 2 }),
    level: value(DeliveryLevel),
    promise: value(DeliveryPromise),
    windowWorkingDays: fc.constantFrom(0, 0, 1, 5),
    asOf: anyDay,
    filter: fc.option(anyFilter, { freq: 2 }),
    scope: fc.option(fc.constantFrom({ supplierId: suppliers[0] }, { carrierId: carriers[0] }), { freq: 3 }),
  },
  { requiredKeys: ['subject', 'asOf'] },
);

describe('delivery performance', () => {
  it('is what a recomputation from the objects gives, with its evidence', async () => {
    await fc.assert(
      fc.asyncProperty(anyWorld, fc.array(anyRequest, { minLength: 10, maxLength: 20 }), async (world, requests) => {
        await replaceWorld(test.database.em.fork(), world);
        for (const request of requests) await agrees(world, request);
      }),
      { numRuns: 12 },
    );
  }, 300_000);
});

async function agrees(world: World, request: DeliveryRequest): Promise<void> {
  const { reader } = test.database;
  const judged = judge(world, request);
  const answer = await deliveryPerformance(reader, request);
  const withRate = (lines: readonly Judged[]): object => {
    const figure = figureOf(lines, request);
    return { ...figure, rate: figure.denominator === 0 ? null : figure.numerator / figure.denominator };
  };

  expect(answer.totals).toEqual({ keys: [], ...withRate(judged) });
  expect(await evidenceOf(request, { kind: 'totals' })).toEqual(counted(judged));

  const groups = groupsOf(judged, request);
  expect(answer.rows.map(({ keys, ...figure }) => [keys.map(({ value: key }) => key), figure])).toEqual(
    groups.map(({ keys, lines }) => [keys, withRate(lines)]),
  );
  const firstPage = await firstPagesOfRows(reader, request, 4);
  for (const { keys, lines } of groups) {
    expect(await evidenceOf(request, { kind: 'row', values: keys })).toEqual(counted(lines));
    expect(firstPage(keys)).toEqual(await deliveryEvidence(reader, request, { kind: 'row', values: keys }, { first: 4 }));
  }

  const reasons = exclusionsOf(judged);
  expect(answer.excluded).toEqual(reasons.map(({ reason, figure, lines }) => ({ reason, figure, count: new Set(lines.map((l) => l.line)).size })));
  for (const { reason, lines } of reasons) {
    expect(await evidenceOf(request, { kind: 'excluded', reason })).toEqual(places(lines));
  }
  expect(answer.notYetDue).toBe(new Set(judged.filter((l) => l.excluded === null && l.onTime === null).map((l) => l.line)).size);
}

/** All pages of an evidence, as the places of its lines and what they count as. */
async function evidenceOf(request: DeliveryRequest, of: EvidenceOf): Promise<string[]> {
  const found: string[] = [];
  for (let after: string | null = null; ; ) {
    const page = await deliveryEvidence(test.database.reader, request, of, { first: 5, after });
    for (const node of page.nodes) found.push([node.lineId, node.unitId, node.onTime, node.delayDays, node.cycleDays].join(' '));
    if (!page.hasNextPage) break;
    after = page.nodes.at(-1)?.cursor ?? null;
  }
  expect(new Set(found).size).toBe(found.length);
  return found.sort();
}

function counted(lines: readonly Judged[]): string[] {
  return places(lines.filter(({ onTime }) => onTime !== null));
}

function places(lines: readonly Judged[]): string[] {
  return [...new Set(lines.map((l) => [l.line, l.unit, l.onTime, l.delay, l.cycle].join(' ')))].sort();
}

function groupsOf(judged: readonly Judged[], request: DeliveryRequest): { keys: readonly (string | null)[]; lines: Judged[] }[] {
  if ((request.groupBy ?? []).length === 0) return [];
  const groups = new Map<string, Judged[]>();
  for (const line of judged) {
    const name = JSON.stringify(line.keys);
    groups.set(name, [...(groups.get(name) ?? []), line]);
  }
  const last = '\uffff';
  return [...groups.values()]
    .map((lines) => ({ keys: lines[0]?.keys ?? [], lines }))
    .filter(({ lines }) => lines.some((l) => l.onTime !== null || (l.cycle !== null && l.cycle >= 0)))
    .sort((a, b) => {
      const [x, y] = [a, b].map(({ keys }) => keys.map((key) => key ?? last));
      for (const [index, key] of (x ?? []).entries()) {
        const other = y?.[index] ?? last;
        if (key !== other) return key < other ? -1 : 1;
      }
      return 0;
    });
}

function exclusionsOf(judged: readonly Judged[]): { reason: 'CANCELLED'; figure: string; lines: Judged[] }[] {
  const onTime = ['CANCELLED', 'NO_PROMISE', 'REFUSED'].map((reason) => ({
    reason,
    figure: 'ON_TIME',
    lines: judged.filter(({ excluded }) => excluded === reason),
  }));
  const cycle = { reason: 'PO_SENT_AFTER_DELIVERY', figure: 'CYCLE_TIME', lines: judged.filter((l) => l.cycle !== null && l.cycle < 0) };
  return [...onTime, cycle].filter(({ lines }) => lines.length > 0) as { reason: 'CANCELLED'; figure: string; lines: Judged[] }[];
}

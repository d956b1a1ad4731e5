/** Subscriptions over graphql-ws: filters, scope, and resuming without a gap or a repeat. */
import { companyFacts, tell } from '../support/company.js';
import { untilReadable } from '../support/event-log.js';
import type { TestGateway } from '../support/gateway.js';
import { startGateway } from '../support/gateway.js';
import { reviewPerformanceJob } from '../../src/jobs/review-performance.js';
import { runJob } from '../../src/jobs/run-job.js';
import { contextOn } from '../jobs/context.js';
import type { Fact } from '../../src/domain/facts.js';
import type { OrderStatus } from '../../src/entities/enums.js';

const now = (): Date => new Date('2026-03-15T08:00:00Z');
let gateway: TestGateway;
let staff: string;

beforeAll(async () => {
  gateway = await startGateway({ now });
  await tell(gateway.test.database, companyFacts(6), now());
  staff = await gateway.staff('SALES');
});
afterAll(() => gateway.close());

interface Change {
  readonly cursor: string;
  readonly from: string | null;
  readonly to: string;
  readonly order?: { number: string; status: string };
  readonly purchaseOrder?: { number: string };
}

/** Takes the next `count` changes of a subscription, then ends it. */
async function take(token: string, query: string, variables: Record<string, unknown>, count: number, ready?: () => Promise<void>, path?: string): Promise<Change[]> {
  const stream = gateway.socket(token, path).iterate<Record<string, Change>>({ query, variables });
  const taken: Change[] = [];
  const first = stream.next();
  await ready?.();
  for (let next = await first; !next.done; next = await stream.next()) {
    if (next.value.errors) throw new Error(JSON.stringify(next.value.errors));
    taken.push(Object.values(next.value.data ?? {})[0] as Change);
    if (taken.length === count) break;
  }
  await stream.return?.(undefined);
  return taken;
}

const changes = `subscription ($filter: OrderStatusChangedFilter, $after: Cursor) {
  orderStatusChanged(filter: $filter, after: $after) { cursor from to order { number status } }
}`;

const head = async (): Promise<string> => {
  await untilReadable(gateway.test.database);
  const { data } = await gateway.graphql<{ events: { endCursor: string } }>(staff, '{ events(first: 500) { endCursor hasMore } }');
  return data?.events.endCursor ?? '';
};

let version = 1;
async function move(number: string, ...statuses: OrderStatus[]): Promise<void> {
  const order = companyFacts(6).find((fact) => fact.kind === 'order' && fact.number === number);
  for (const status of statuses) {
    version += 1;
    await tell(gateway.test.database, [{ ...order, status, source: { ...order?.source, version: String(version), updatedAt: new Date(now().getTime() + version * 1000).toISOString() } } as Fact], now());
  }
}

describe('orderStatusChanged', () => {
  it('resumes from a cursor without a gap or a repeat, wherever it was cut', async () => {
    const start = await head();
    await move('O-1000', 'IN_REVIEW', 'AWAITING_CUSTOMER', 'AWAITING_SIGNATURE', 'CONFIRMED', 'IN_PRODUCTION');
    const all = await take(staff, changes, { after: start }, 5);
    expect(all.map(({ from, to }) => `${from}→${to}`)).toEqual([
      'RECEIVED→IN_REVIEW',
      'IN_REVIEW→AWAITING_CUSTOMER',
      'AWAITING_CUSTOMER→AWAITING_SIGNATURE',
      'AWAITING_SIGNATURE→CONFIRMED',
      'CONFIRMED→IN_PRODUCTION',
    ]);
    for (let cut = 1; cut < 5; cut += 1) {
      expect(await take(staff, changes, { after: all[cut - 1]?.cursor }, 5 - cut)).toEqual(all.slice(cut));
    }
  });

  it('joins what happens live behind what it missed', async () => {
    const start = await head();
    await move('O-1003', 'IN_REVIEW');
    const seen = await take(staff, changes, { after: start }, 2, () => move('O-1003', 'NEEDS_REVISION'));
    expect(seen.map(({ to }) => to)).toEqual(['IN_REVIEW', 'NEEDS_REVISION']);
    expect(seen[1]?.order).toEqual({ number: 'O-1003', status: 'NEEDS_REVISION' });
  });

  it('tells only what the filter asks for', async () => {
    const start = await head();
    await move('O-1001', 'IN_PRODUCTION', 'IN_INSPECTION');
    await move('O-1004', 'IN_PRODUCTION', 'IN_INSPECTION');
    const seen = await take(staff, changes, { after: start, filter: { number: ['O-1004'], to: ['IN_INSPECTION'] } }, 1);
    expect(seen).toMatchObject([{ from: 'IN_PRODUCTION', to: 'IN_INSPECTION', order: { number: 'O-1004' } }]);
  });

  it.each([
    ['nonsense', 'BAD_USER_INPUT'],
    [Buffer.from('0123456789abcdef:1:1').toString('base64url'), 'BAD_USER_INPUT'],
  ])('refuses a cursor that is none of this database: %s', async (after, code) => {
    const stream = gateway.socket(staff).iterate({ query: changes, variables: { after } });
    const answer = await stream.next().then(
      (next) => (next.value as { errors?: unknown }).errors,
      (error: unknown) => error,
    );
    expect(answer).toMatchObject([{ extensions: { code } }]);
  });
});

describe('performanceReviewPublished', () => {
  const reviews = `subscription ($filter: PerformanceReviewPublishedFilter, $after: Cursor) {
    performanceReviewPublished(filter: $filter, after: $after) { cursor occurredAt recordedAt performanceReview { id periodKind periodFrom figures { kpi } } }
  }`;
  interface Publication extends Change {
    readonly performanceReview: { id: string; periodKind: string; periodFrom: string; figures: readonly { kpi: string }[] };
  }
  const publish = async (...periods: string[]): Promise<void> => {
    for (const period of periods) await runJob([reviewPerformanceJob], 'review-performance', contextOn(gateway.test.database, '2026-03-15'), { period });
  };
  const takeReviews = async (token: string, variables: Record<string, unknown>, count: number, ready?: () => Promise<void>): Promise<Publication[]> =>
    (await take(token, reviews, variables, count, ready)) as Publication[];
  const shown = (seen: readonly Publication[]): string[] => seen.map(({ performanceReview: { periodKind, periodFrom } }) => `${periodKind} ${periodFrom}`);

  it('tells of each review once, with its figures, resumes wherever it was cut, and keeps to the filter', async () => {
    const start = await head();
    const analyst = await gateway.staff('ANALYST');
    await publish('2025-10', '2025-11');
    const all = await takeReviews(analyst, { after: start }, 4, () => publish('2025-Q4', '2025-12'));
    expect(shown(all)).toEqual(['MONTH 2025-10-01', 'MONTH 2025-11-01', 'QUARTER 2025-10-01', 'MONTH 2025-12-01']);
    expect(all.map(({ performanceReview: { figures } }) => figures.length > 0)).toEqual([true, true, true, true]);
    for (let cut = 1; cut < 4; cut += 1) expect(await takeReviews(analyst, { after: all[cut - 1]?.cursor }, 4 - cut)).toEqual(all.slice(cut));
    expect(shown(await takeReviews(analyst, { after: start, filter: { periodKind: ['QUARTER'] } }, 1))).toEqual(['QUARTER 2025-10-01']);
    expect(shown(await takeReviews(analyst, { after: start, filter: {} }, 1))).toEqual(['MONTH 2025-10-01']);
  });

  it('is not for partners', async () => {
    const stream = gateway.socket(await gateway.partner('SUPPLIER', 'S-1')).iterate({ query: reviews });
    const answer = await stream.next().then(
      (next) => (next.value as { errors?: unknown }).errors,
      (error: unknown) => error,
    );
    expect(answer).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});

describe('partners', () => {
  it('hear of their own purchase orders alone', async () => {
    const key = await gateway.partner('SUPPLIER', 'S-1');
    const query = 'subscription ($after: Cursor) { purchaseOrderStatusChanged(after: $after) { cursor from to purchaseOrder { number } } }';
    const page = await gateway.graphql<{ events: { events: { cursor: string }[] } }>(staff, '{ events(first: 1) { events { cursor } } }');
    const seen = await take(key, query, { after: page.data?.events.events[0]?.cursor }, 6, undefined, '/partner/graphql');
    expect(new Set(seen.map(({ purchaseOrder }) => purchaseOrder?.number.slice(-1)))).toEqual(new Set(['1']));
  });

  it('cannot subscribe to orders', async () => {
    const key = await gateway.partner('SUPPLIER', 'S-2');
    const stream = gateway.socket(key).iterate({ query: changes });
    const answer = await stream.next().then(
      (next) => (next.value as { errors?: unknown }).errors,
      (error: unknown) => error,
    );
    expect(answer).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});

/** The very records behind suppliers' scores, for those who may see them. */
import { seedPolicies } from '../../src/domain/policies.js';
import { transact } from '../../src/domain/transaction.js';
import { runJob } from '../../src/jobs/run-job.js';
import { scoreSuppliersJob } from '../../src/jobs/score-suppliers.js';
import { contextOn } from '../jobs/context.js';
import { freshDatabase } from '../support/database.js';
import type { GraphqlAnswer, TestGateway } from '../support/gateway.js';
import { startGateway } from '../support/gateway.js';
import type { RecordedDatabase } from '../support/recorded-database.js';
import { recorded } from '../support/recorded-database.js';
import { february } from '../support/scored-suppliers.js';

const now = (): Date => new Date('2026-03-03T04:00:00Z');
let gateway: TestGateway;
let staff: string;

let test: RecordedDatabase;

beforeAll(async () => {
  test = recorded(await freshDatabase(now));
  gateway = await startGateway({ now, test });
  const { database } = gateway.test;
  await seedPolicies(database, new Date('2026-01-01T00:00:00Z'));
  await transact(database, { now: new Date('2026-01-01T00:00:00Z'), by: { actor: 'tester', channel: 'test' }, locks: () => [] }, async ({ em }) => february(em));
  await runJob([scoreSuppliersJob], 'score-suppliers', contextOn(database, '2026-03-03'), {});
  staff = await gateway.staff('PROCUREMENT');
});
afterAll(async () => {
  await gateway.close();
  await test.close();
});

interface Node {
  readonly objectId: string;
  readonly objectType: string;
  readonly on: string;
  readonly numerator: string;
  readonly denominator: string;
  readonly answeredAt: string | null;
  readonly receiptLine: { id: string; quantity: string; rejectedQuantity: string } | null;
  readonly purchaseOrderLine: { id: string; lineNo: number; firstPromise: string; deliveredOn: string | null } | null;
  readonly purchaseOrder: { number: string; supplier: { number: string } };
}
interface Criterion {
  readonly id: string;
  readonly criterion: 'quality' | 'delivery' | 'service';
  readonly value: string | null;
  readonly numerator: string;
  readonly denominator: string;
  readonly evidence: { nodes: Node[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}
interface Evaluation {
  readonly id: string;
  readonly periodFrom: string;
  readonly supplier: { number: string };
  readonly criteria: Criterion[];
}

const evidence = `evidence(first: $first, after: $after) {
  nodes {
    objectId objectType on numerator denominator answeredAt
    receiptLine { id quantity rejectedQuantity } purchaseOrderLine { id lineNo firstPromise deliveredOn }
    purchaseOrder { number supplier { number } }
  }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
}`;
const all = `query ($first: Int!, $after: String) {
  supplierEvaluations(first: 7) { nodes { id periodFrom supplier { number } criteria { id criterion value numerator denominator ${evidence} } } }
}`;
const one = `query ($id: ID!, $first: Int!, $after: String) { supplierEvaluation(id: $id) { criteria { criterion found: ${evidence} } } }`;

async function evaluations(): Promise<Evaluation[]> {
  const { data, errors } = await gateway.graphql<{ supplierEvaluations: { nodes: Evaluation[] } }>(staff, all, { first: 50 });
  expect(errors).toBeUndefined();
  return data?.supplierEvaluations.nodes ?? [];
}

const sum = (numbers: readonly string[]): number => numbers.reduce((total, each) => total + Number(each), 0);

async function februaryOf(number: string): Promise<Evaluation & { readonly of: Record<Criterion['criterion'], Criterion> }> {
  const found = (await evaluations()).find((each) => each.supplier.number === number && each.periodFrom === '2026-02-01');
  if (!found) throw new Error(`${number} has no evaluation.`);
  return { ...found, of: Object.fromEntries(found.criteria.map((each) => [each.criterion, each])) as Record<Criterion['criterion'], Criterion> };
}

/** One record of each criterion. */
async function pageOf(id: string, after: string | null): Promise<Record<string, Criterion['evidence']>> {
  type Found = { supplierEvaluation: { criteria: { criterion: string; found: Criterion['evidence'] }[] } };
  const { data } = await gateway.graphql<Found>(staff, one, { id, first: 1, after });
  return Object.fromEntries(data?.supplierEvaluation.criteria.map(({ criterion, found }) => [criterion, found]) ?? []);
}

describe('evidence of a criterion', () => {
  it('adds up to the numerator and denominator of every criterion of every evaluation', async () => {
    const found = await evaluations();
    expect(found).toHaveLength(6);
    for (const { criteria } of found) {
      expect(criteria).toHaveLength(3);
      for (const { value, numerator, denominator, evidence: { nodes } } of criteria) {
        expect([sum(nodes.map((node) => node.numerator)), sum(nodes.map((node) => node.denominator))]).toEqual([Number(numerator), Number(denominator)]);
        if (value === null) expect(nodes).toEqual([]);
      }
    }
  });

  it('names the very records, and leaves out those that are not counted', async () => {
    const { of } = await februaryOf('BUSY');
    const shown = (criterion: Criterion): unknown[] => criterion.evidence.nodes.map(({ objectType, on, numerator, denominator }) => [objectType, on, numerator, denominator]);
    expect(shown(of.quality)).toEqual([['RECEIPT_LINE', '2026-02-01', '50', '60'], ['RECEIPT_LINE', '2026-02-28', '40', '40']]);
    expect(of.quality.evidence.nodes.map(({ receiptLine }) => [receiptLine?.quantity, receiptLine?.rejectedQuantity])).toEqual([['60', '10'], ['40', '0']]);
    expect(shown(of.delivery).sort()).toEqual([
      ['PURCHASE_ORDER_LINE', '2026-02-01', '1', '1'],
      ['PURCHASE_ORDER_LINE', '2026-02-10', '0', '1'],
      ['PURCHASE_ORDER_LINE', '2026-02-10', '1', '1'],
      ['PURCHASE_ORDER_LINE', '2026-02-28', '0', '1'],
    ]);
    expect(of.delivery.evidence.nodes.map(({ purchaseOrderLine }) => purchaseOrderLine?.lineNo).sort()).toEqual([1, 2, 3, 4]);
    // Each on the day of the company's zone, where the first was answered at the last instant and the second never.
    expect(shown(of.service)).toEqual([['PURCHASE_ORDER', '2026-02-03', '1', '1'], ['PURCHASE_ORDER', '2026-02-27', '0', '1']]);
    expect(of.service.evidence.nodes.map(({ answeredAt }) => answeredAt && new Date(answeredAt).toISOString())).toEqual(['2026-02-02T16:00:00.000Z', null]);
    const nodes = Object.values(of).flatMap((each) => each.evidence.nodes);
    expect(new Set(nodes.map(({ purchaseOrder }) => purchaseOrder.supplier.number))).toEqual(new Set(['BUSY']));
  });

  it('is read for all suppliers of a period together', async () => {
    const { id } = await februaryOf('BUSY');
    const statements = async (ask: () => Promise<unknown>): Promise<number> => {
      test.take();
      await ask();
      return test.take().filter((sql) => sql.includes('placed as')).length;
    };
    const ofOne = await statements(() => gateway.graphql(staff, one, { id, first: 5 }));
    // Of three suppliers in each of two months.
    expect(await statements(evaluations)).toBe(2 * ofOne);
  });

  it('comes in pages without a gap or a repeat', async () => {
    const { id, criteria } = await februaryOf('BUSY');
    for (const { criterion, evidence: { nodes } } of criteria) {
      const walked: string[] = [];
      for (let after: string | null = null, more = true; more; ) {
        const page: Criterion['evidence'] | undefined = (await pageOf(id, after))[criterion];
        walked.push(...(page?.nodes.map(({ objectId }) => objectId) ?? []));
        after = page?.pageInfo.endCursor ?? null;
        more = page?.pageInfo.hasNextPage ?? false;
      }
      expect(walked).toEqual(nodes.map(({ objectId }) => objectId));
    }
  });

  it('shows its own to a supplier, and to another nothing', async () => {
    const partner = { path: '/partner/graphql' };
    const ask = async (number: string, query: string, variables: object): Promise<GraphqlAnswer> => gateway.graphql(await gateway.partner('SUPPLIER', number), query, variables as Record<string, unknown>, partner);
    const theirs = await evaluations();
    for (const number of ['BUSY', 'LATE']) {
      const own = await ask(number, all, { first: 50 });
      expect(own).toEqual({ data: { supplierEvaluations: { nodes: theirs.filter(({ supplier }) => supplier.number === number) } } });
    }
    const { id } = await februaryOf('BUSY');
    expect(await ask('LATE', one, { id, first: 5 })).toEqual({ data: { supplierEvaluation: null } });
  });

  it('comes along with what a subscription tells', async () => {
    const page = await gateway.graphql<{ events: { events: { cursor: string }[] } }>(staff, '{ events(first: 1) { events { cursor } } }');
    const query = 'subscription ($after: Cursor) { supplierEvaluationStatusChanged(after: $after) { supplierEvaluation { criteria { denominator evidence { nodes { denominator } } } } } }';
    const stream = gateway.socket(staff).iterate<{ supplierEvaluationStatusChanged: { supplierEvaluation: Evaluation } }>({ query, variables: { after: page.data?.events.events[0]?.cursor } });
    const { value } = await stream.next();
    await stream.return?.(undefined);
    const criteria = value?.data?.supplierEvaluationStatusChanged.supplierEvaluation.criteria as Criterion[];
    expect(criteria.map(({ evidence: { nodes } }) => sum(nodes.map((node) => node.denominator)))).toEqual(criteria.map(({ denominator }) => Number(denominator)));
  });

  it.each([[0, null], [1001, null], [1, 'nonsense']])('refuses a page that cannot be: first %j, after %j', async (first, after) => {
    const { id } = await februaryOf('BUSY');
    const { errors } = await gateway.graphql(staff, one, { id, first, after });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});

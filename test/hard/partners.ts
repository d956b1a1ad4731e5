/** Partners ask whatever they may, naming records of others in every argument: no answer holds one of theirs. */
import type { GraphQLSchema } from 'graphql';
import { loadDemo } from '../../src/demo/index.js';
import type { Reader } from '../../src/entities/database.js';
import { resolverClasses } from '../../src/resolvers/index.js';
import { mayAsk } from '../../src/schema/access.js';
import { buildGraph, cutForPartners } from '../../src/schema/build.js';
import { companyFacts, tell } from '../support/company.js';
import type { TestDatabase } from '../support/database.js';
import { evaluate } from '../support/evaluations.js';
import type { TestGateway } from '../support/gateway.js';
import { startGateway } from '../support/gateway.js';
import type { PartnerRecords, PartnerRole } from '../support/partner-records.js';
import { partnerRecords } from '../support/partner-records.js';
import type { OrderedCursors, Words } from '../support/random-arguments.js';
import { randomQuery } from '../support/random-query.js';
import type { Random } from './random.js';

/** The day on which the company of the queries lives: the database must be opened with this clock. */
export const partnersNow = (): Date => new Date('2026-03-15T08:00:00Z');

export interface PartnerFigures {
  readonly asked: number;
  /** Answered with data that hold ids or numbers of own records. */
  readonly withOwn: number;
  /** Answered, and the query named a foreign record. */
  readonly namedForeign: number;
  /** What was told of others: who asked what, and which secrets the answer holds. */
  readonly leaks: readonly string[];
}

interface Partner {
  readonly name: string;
  readonly role: PartnerRole;
  readonly key: string;
  readonly records: PartnerRecords;
  readonly words: Words;
  /** Those of the words that belong to others. */
  readonly foreignWords: readonly string[];
}

export async function askAsPartners(test: TestDatabase, random: Random, count: number, onAsked: (asked: number) => void = () => {}): Promise<PartnerFigures> {
  const { database } = test;
  await loadDemo(database, { now: partnersNow, scale: 0.02 });
  await tell(database, companyFacts(15), partnersNow());
  for (const number of ['S-1', 'S-2']) await evaluate(database, number, '2026-01-01', partnersNow());
  const gateway = await startGateway({ test, now: partnersNow, env: { MAX_QUERY_COST: '100000000', MAX_QUERY_DEPTH: '100' } });
  try {
    return await askAll(gateway, await partnersOf(gateway), random, count, onAsked);
  } finally {
    await gateway.close();
  }
}

async function askAll(gateway: TestGateway, partners: readonly Partner[], random: Random, count: number, onAsked: (asked: number) => void): Promise<PartnerFigures> {
  const staffSchema = buildGraph(resolverClasses, () => ({}));
  const doors: readonly (readonly [path: string, schema: GraphQLSchema])[] = [['/graphql', staffSchema], ['/partner/graphql', cutForPartners(staffSchema)]];
  const figures = { asked: 0, withOwn: 0, namedForeign: 0 };
  const leaks: string[] = [];
  for (; figures.asked < count; figures.asked += 1) {
    const { name, role, key, records, words, foreignWords } = partners[figures.asked % partners.length] as Partner;
    const [path, schema] = doors[random.below(doors.length)] ?? ['', staffSchema];
    const { text, variables } = randomQuery(schema, random, mayOf(role, random), words, { follow: () => 0.8 });
    const { passed, resolved } = await gateway.bothWays({ token: key, path, query: text, variables, recurs: random.next() < 0.2 });
    for (const [how, answer] of Object.entries({ passed, resolved })) {
      const told = [...textsOf(answer.data)].filter((each) => records.secrets.has(each));
      if (told.length > 0) leaks.push(`${name}, ${how} at ${path}: ${told.join(', ')} in the answer to ${text} ${JSON.stringify(variables)}`);
    }
    const own = textsOf(passed.data);
    figures.withOwn += Object.values(records.own).some((ids) => ids.some((id) => own.has(id))) ? 1 : 0;
    const asked = text + JSON.stringify(variables);
    figures.namedForeign += passed.data && foreignWords.some((word) => asked.includes(word)) ? 1 : 0;
    onAsked(figures.asked);
  }
  return { ...figures, leaks };
}

/**
 * The fields of one query: few of those that lead on, so that it goes far along a few ways, where records of one partner meet those
 * of another.
 */
function mayOf(role: PartnerRole, random: Random): (type: string, field: string) => boolean {
  const chosen = new Map<string, boolean>();
  return (type, field) => {
    const entry = `${type}.${field}`;
    // The head of the log moves with every transaction on the server: no two answers would be equal.
    if (entry === 'LogPage.endCursor' || !mayAsk([role], type, field)) return false;
    const known = chosen.get(entry) ?? (random.next() < (entry.endsWith('Connection.nodes') || type === 'Query' ? 1 : 0.4));
    chosen.set(entry, known);
    return known;
  };
}

/** Every text of an answer, wherever it stands. */
function textsOf(value: unknown): Set<string> {
  if (typeof value === 'string') return new Set([value]);
  if (typeof value !== 'object' || value === null) return new Set();
  return new Set(Object.values(value).flatMap((each) => [...textsOf(each)]));
}

/** A supplier and a carrier of the small company, and those of the demo with the most business. */
async function partnersOf(gateway: TestGateway): Promise<Partner[]> {
  const { reader } = gateway.test.database;
  const cursors = await cursorsOf(gateway);
  const busiest = (table: string, joined: string): Promise<string | null> =>
    reader.query(null, `select p.number from ${table} as p join ${joined} as j on j.${table}_id = p.id group by p.number order by count(*) desc, p.number limit 1`, []);
  const chosen: readonly (readonly [PartnerRole, string])[] = [
    // Whose shipments hold goods of S-1.
    ['SUPPLIER', 'S-2'],
    ['CARRIER', 'K-2'],
    ['SUPPLIER', (await busiest('supplier', 'purchase_order')) ?? ''],
    ['CARRIER', (await busiest('carrier', 'shipment')) ?? ''],
  ];
  return Promise.all(
    chosen.map(async ([role, number]) => {
      const id = await reader.query(null, `select id::text from ${role.toLowerCase()} where number = $1::text`, [number]);
      const records = await partnerRecords(reader, role, id ?? '');
      const words = { ...(await wordsOf(reader, records)), cursors };
      const foreignWords = [...Object.values(words.ids), ...Object.values(words.strings)].flat().filter((word) => records.secrets.has(word));
      return { name: number, role, key: await gateway.partner(role, number), records, words, foreignWords };
    }),
  );
}

/** Own and foreign ids and numbers in equal parts. */
async function wordsOf(reader: Reader, { own, foreign }: PartnerRecords): Promise<Omit<Words, 'cursors'>> {
  const some = (ids: readonly string[] = []): string[] => [...ids.slice(0, 2), ...ids.slice(-2)];
  const ids = Object.fromEntries(Object.keys(foreign).map((type) => [type, [...some(own[type]), ...some(foreign[type])]]));
  const numbers: string[] = [];
  for (const [type, table] of [['PurchaseOrder', 'purchase_order'], ['Shipment', 'shipment'], ['Supplier', 'supplier'], ['Carrier', 'carrier']] as const) {
    for (const id of ids[type] ?? []) numbers.push((await reader.query(null, `select number from ${table} where id = $1::uuid`, [id])) ?? '');
  }
  return { ids, strings: { '*': numbers, number: numbers, country: ['DE', 'CN', 'US'] } };
}

/** Page cursors as our own people get them: most point at foreign rows. */
async function cursorsOf(gateway: TestGateway): Promise<Words['cursors']> {
  const staff = await gateway.staff('ADMIN');
  const cursors: Record<string, OrderedCursors[]> = {};
  for (const [type, list] of [['PurchaseOrder', 'purchaseOrders'], ['Shipment', 'shipments'], ['SupplierEvaluation', 'supplierEvaluations']] as const) {
    const { data } = await gateway.graphql<{ page: { edges: { cursor: string }[] } }>(staff, `{ page: ${list}(first: 8) { edges { cursor } } }`);
    cursors[`${type}Connection`] = [{ orderBy: null, cursors: data?.page.edges.map(({ cursor }) => cursor) ?? [] }];
  }
  return cursors;
}

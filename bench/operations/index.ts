/**
 * The four reads, each in three languages: Interline's GraphQL, PostGraphile's, and one SQL statement by hand. They stand
 * in a folder per operation.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sql } from 'postgres';

export type Variables = Readonly<Record<string, string>>;

export interface Operation {
  /** Name of its folder. */
  readonly name: string;
  readonly title: string;
  /** How many times PostGraphile's throughput is wanted. */
  readonly timesPostgraphile: number;
  /** What the requests ask for, in turn. */
  variables(sql: Sql): Promise<Variables[]>;
  /** The values of the hand-written statement's parameters. */
  values(variables: Variables): string[];
}

/** The figures are asked as of a fixed day, so that every run of the same data gives the same answer. */
const asOf = '2026-07-01';

export const operations: readonly Operation[] = [
  {
    name: 'order-detail',
    title: 'order with everything',
    timesPostgraphile: 3,
    variables: async (sql) =>
      sql<Variables[]>`select id::text as id from orders where status in ('SHIPPED', 'DELIVERED', 'COMPLETED') order by md5(number) limit 500`,
    values: ({ id = '' }) => [id],
  },
  {
    name: 'order-page',
    title: 'page of 50 orders by status',
    timesPostgraphile: 2,
    variables: async () => ['COMPLETED', 'DELIVERED', 'SHIPPED', 'CANCELLED', 'IN_PRODUCTION'].map((status) => ({ status })),
    values: ({ status = '' }) => [status],
  },
  {
    name: 'supplier-orders',
    title: 'suppliers → purchase orders → lines',
    timesPostgraphile: 3,
    variables: (sql) => sql<Variables[]>`select distinct country from supplier order by country`,
    values: ({ country = '' }) => [country],
  },
  {
    name: 'delivery-figures',
    title: 'figures by month and supplier',
    timesPostgraphile: 2,
    variables: async () =>
      ['2024-10', '2025-01', '2025-04', '2025-07', '2025-10', '2026-01'].map((month) => ({ from: `${month}-01`, to: threeMonthsAfter(month), asOf })),
    values: ({ from = '', to = '', asOf: day = '' }) => [from, to, day],
  },
];

export function operationNamed(name: string): Operation {
  const found = operations.find((operation) => operation.name === name);
  if (!found) throw new Error(`There is no operation ${name}.`);
  return found;
}

/** The operation in one of its languages. */
export function textOf({ name }: Operation, file: 'interline.graphql' | 'postgraphile.graphql' | 'limit.sql'): string {
  return readFileSync(join(import.meta.dirname, name, file), 'utf8');
}

function threeMonthsAfter(month: string): string {
  const day = new Date(`${month}-01T00:00:00Z`);
  day.setUTCMonth(day.getUTCMonth() + 3);
  return day.toISOString().slice(0, 10);
}

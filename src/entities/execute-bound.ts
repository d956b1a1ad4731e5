import type { Kysely } from 'kysely';
import { CompiledQuery } from 'kysely';
import type { Em } from './orm.js';

/**
 * Runs a statement within an open transaction with its values (`$1`, …) beside it. MikroORM's own `execute` writes values into the
 * text, a character at a time: of a carrier's message that was half of all the memory that it took, and the collections after it.
 */
export async function executeBound<Row>(em: Em, sql: string, values: readonly string[]): Promise<Row[]> {
  const transaction = em.getTransactionContext<Kysely<unknown>>();
  if (!transaction) throw new Error('Bound statements belong into a transaction.');
  const { rows } = await transaction.executeQuery<Row>(CompiledQuery.raw(sql, [...values]));
  return rows;
}

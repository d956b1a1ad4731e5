/** What the database knows of its own tables when it plans a query. */
import type { Em } from './orm.js';

/**
 * Counts the tables anew. After a bulk load PostgreSQL plans as if they were empty until its autovacuum has come by, and the
 * embedded one has none; figures over lines then take several times as long.
 */
export async function refreshStatistics(em: Em): Promise<void> {
  const fork = em.fork();
  const tables = await fork.execute<{ name: string }[]>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = current_schema() and tableowner = current_user`,
  );
  if (tables.length > 0) await fork.execute(`analyze ${tables.map(({ name }) => name).join(', ')}`);
}

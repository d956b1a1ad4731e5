/** The limit with `pg`: one prepared JSON statement per operation, its text passed on. */
import pg from 'pg';
import { serveReads } from './reads.js';

const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: Number(process.env.POOL ?? 10),
  // Otherwise it forgets its prepared statements while the other systems have their turn.
  idleTimeoutMillis: 0,
  options: '-c TimeZone=UTC',
});

serveReads(async (name, text, values) => {
  const { rows } = await pool.query({ name, text, values, rowMode: 'array' });
  return rows[0][0];
});

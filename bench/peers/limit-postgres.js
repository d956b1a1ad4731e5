/** The limit with postgres.js, which sends statements without waiting for the answers of earlier ones. */
import postgres from 'postgres';
import { serveReads } from './reads.js';

const sql = postgres(process.env.DATABASE_URL, {
  max: Number(process.env.POOL ?? 10),
  fetch_types: false,
  connection: { TimeZone: 'UTC' },
});

serveReads(async (_name, text, values) => {
  const [row] = await sql.unsafe(text, values, { prepare: true }).values();
  return row[0];
});

/** A database whose reads are written down, as they go to its driver. */
import type { Reader } from '../../src/entities/database.js';
import type { TestDatabase } from './database.js';

export interface RecordedDatabase extends TestDatabase {
  /** The texts of the statements since the last call, oldest first. */
  take(): string[];
}

export function recorded(test: TestDatabase): RecordedDatabase {
  const { reader } = test.database;
  const texts: string[] = [];
  const recording: Reader = {
    query: (...asked) => {
      texts.push(asked[1]);
      return reader.query(...asked);
    },
    bytes: (...asked) => {
      texts.push(asked[1]);
      return reader.bytes(...asked);
    },
    rows: (sql, values) => {
      texts.push(sql);
      return reader.rows(sql, values);
    },
  };
  return { ...test, database: { ...test.database, reader: recording }, take: () => texts.splice(0) };
}

/** The one MikroORM configuration, for both databases. */
import { MikroORM as EmbeddedOrm } from '@mikro-orm/pglite';
import { MikroORM, PostgreSqlDriver } from '@mikro-orm/postgresql';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { PGlite } from '@electric-sql/pglite';
import type { DatabaseConnection } from 'kysely';
import { CompiledQuery } from 'kysely';
import { beginWithFirst } from './begin-with-first.js';
import { entities } from './index.js';
import { migrations } from './migrations/index.js';
import { keepMemory } from './session-memory.js';
import { Migrator } from '@mikro-orm/migrations';

/** The unit of work that rules and writes use; one per transaction, forked, never shared. */
export type Em = SqlEntityManager;

export interface Orm {
  readonly em: Em;
  migrate(): Promise<void>;
  /** Statements that would bring the database's tables to the entities; empty where nothing drifted. */
  drift(): Promise<string>;
  close(): Promise<void>;
}

const common = {
  entities: [...entities],
  extensions: [Migrator],
  migrations: { migrationsList: migrations, snapshot: false, transactional: true, silent: true },
  forceUtcTimezone: true,
  timezone: 'Z',
  discovery: { warnWhenNoEntities: true },
  allowGlobalContext: false,
};

export async function connectServer(url: string, poolSize: number): Promise<Orm> {
  const orm = await MikroORM.init({
    ...common,
    driver: PostgreSqlDriver,
    clientUrl: url,
    pool: { min: 0, max: poolSize },
    // Statements are short; PostgreSQL's compiler (jit) takes longer than they do. Dates are read as ISO has them.
    // What is said without waiting for the answer before is sent at once.
    driverOptions: { application_name: 'interline', options: '-c jit=off -c DateStyle=ISO', pipeline: true },
    onCreateConnection: async (connection) => {
      const session = connection as DatabaseConnection;
      await session.executeQuery(CompiledQuery.raw(keepMemory));
      beginWithFirst(session);
    },
  });
  return wrap(orm);
}

export async function connectEmbedded(pglite: PGlite): Promise<Orm> {
  const orm = await EmbeddedOrm.init({ ...common, dbName: 'postgres', driverOptions: { pglite } });
  return wrap(orm);
}

function wrap(orm: MikroORM | EmbeddedOrm): Orm {
  return {
    em: orm.em as unknown as Em,
    migrate: async () => {
      await orm.migrator.up();
    },
    drift: () => orm.schema.getUpdateSchemaSQL({ wrap: false, dropTables: false, safe: true }),
    close: () => orm.close(true),
  };
}

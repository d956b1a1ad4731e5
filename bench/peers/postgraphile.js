/** PostGraphile 5 on the same tables, as its own documentation sets it up for production. */
import { createServer } from 'node:http';
import { PgManyToManyPreset } from '@graphile-contrib/pg-many-to-many';
import { grafserv } from 'postgraphile/grafserv/node';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { listen } from './listen.js';

const instance = postgraphile({
  extends: [PostGraphileAmberPreset, PgManyToManyPreset],
  // Otherwise it offers no filter by a column without an index, such as the country of the few suppliers.
  disablePlugins: ['PgIndexBehaviorsPlugin'],
  pgServices: [
    makePgService({
      connectionString: process.env.DATABASE_URL,
      schemas: ['public'],
      // Otherwise it forgets its prepared statements while the other systems have their turn.
      poolConfig: { max: Number(process.env.POOL ?? 10), idleTimeoutMillis: 0 },
    }),
  ],
  grafserv: { graphiql: false, watch: false },
});

const server = createServer();
server.on('error', (error) => {
  throw error;
});
await instance.createServ(grafserv).addTo(server);
listen(server);

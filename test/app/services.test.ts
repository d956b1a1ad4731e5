/** What jobs are told of a connector. */
import { connectAll } from '../../src/app/connections.js';
import { createInbox } from '../../src/app/inbox.js';
import { createServices } from '../../src/app/services.js';
import { parseConfig } from '../../src/config.js';
import { connectorTypes } from '../../src/connectors/index.js';
import { createLog } from '../../src/server/log.js';
import { freshDatabase } from '../support/database.js';

it('jobs know how long a carrier follows, and whose parcels', async () => {
  const { database, close } = await freshDatabase();
  const settings = { UPS_CLIENT_ID: 'app', UPS_CLIENT_SECRET: 'secret', UPS_WEBHOOK_CREDENTIAL: 'a-secret-of-our-own', UPS_WEBHOOK_URL: 'https://gateway.example.com/webhooks/ups', UPS_CARRIERS: 'UPS,UPS Freight' };
  const config = parseConfig({ CONNECTORS: 'ups', DEMO: 'off', ...settings }, connectorTypes);
  const log = createLog({ level: 'silent' });
  const now = (): Date => new Date();
  const connections = connectAll(config.connectors, { database, now, log });
  const { jobContext } = createServices(config, { database, connections, inbox: createInbox(database, connections, now), now, log });
  const ups = jobContext.connectors.find(({ id }) => id === 'ups');
  expect(ups).toMatchObject({ carriers: ['UPS', 'UPS Freight'], followDays: 14 });
  expect([ups?.pull, ups?.commands?.followShipment]).toEqual([expect.any(Function), expect.any(Function)]);
  connections.close();
  await close();
});

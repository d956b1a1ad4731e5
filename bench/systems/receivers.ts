/** The systems that take webhooks. */
import { startGateway, webhookSecret } from './gateway.js';
import type { Server } from './process.js';
import { startServer } from './process.js';

export const receiverNames = ['limit', 'interline'] as const;
export type ReceiverName = (typeof receiverNames)[number];

/** Connections of the limit to the database: of 10, 20 and 40 the number with which it was fastest. */
const limitPool = '20';

const starters: Readonly<Record<ReceiverName, (databaseUrl: string, profile: boolean) => Promise<Server>>> = {
  limit: (databaseUrl) =>
    startServer({
      name: 'limit',
      script: 'bench/peers/limit-webhook.js',
      env: { DATABASE_URL: databaseUrl, POOL: limitPool, WEBHOOK_SECRET: webhookSecret },
    }),
  interline: (databaseUrl, profile) => startGateway({ name: 'interline-writes', databaseUrl, profile }),
};

export function startReceiver(name: ReceiverName, databaseUrl: string, profile: boolean): Promise<Server> {
  return starters[name](databaseUrl, profile);
}

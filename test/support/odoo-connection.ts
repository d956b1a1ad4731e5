import { readdirSync, readFileSync } from 'node:fs';
import type { Connection, HttpClient, Message } from '../../src/connectors/contract.js';
import { odoo } from '../../src/connectors/erp/odoo/index.js';
import { KEY } from './fake-odoo.js';

const LOG = { info: () => {}, warn: () => {}, error: () => {} };

/** Complete settings for a server at `URL`. */
export const ODOO_ENV = { API_KEY: KEY, TIME_ZONE: 'Europe/Berlin' } as const;

export function connectOdoo(env: Readonly<Record<string, string>>, http: HttpClient, now = () => new Date()): Connection {
  return odoo.connect(odoo.parseConfig({ ...ODOO_ENV, ...env }), { http, now, log: LOG, watched: () => Promise.resolve([]) });
}

/** The invented records under `test/fixtures/odoo`, as messages; one that gives facts by webhook first. */
export function readOdooMessages(): Message[] {
  const folder = new URL('../fixtures/odoo/', import.meta.url);
  const files = readdirSync(folder).filter((file) => file !== 'webhook-partner.json');
  return ['webhook-partner.json', ...files].map((file) => {
    const { topic, record } = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { topic: string; record: unknown };
    return { messageId: file, topic, body: Buffer.from(JSON.stringify(record)), contentType: 'application/json', receivedAt: new Date(0) };
  });
}

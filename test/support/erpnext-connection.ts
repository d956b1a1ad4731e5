import { readdirSync, readFileSync } from 'node:fs';
import type { Connection, HttpClient, Message } from '../../src/connectors/contract.js';
import { erpnext } from '../../src/connectors/erp/erpnext/index.js';
import { TOKEN } from './fake-erpnext.js';

const LOG = { info: () => {}, warn: () => {}, error: () => {} };

/** Complete settings for a site at `URL`. */
export const ERPNEXT_ENV = { ...TOKEN, TIME_ZONE: 'Europe/Berlin', COMPANY: 'Ours' } as const;

export function connectErpnext(env: Readonly<Record<string, string>>, http: HttpClient, now = () => new Date()): Connection {
  return erpnext.connect(erpnext.parseConfig({ ...ERPNEXT_ENV, ...env }), { http, now, log: LOG, watched: () => Promise.resolve([]) });
}

/** The invented documents under `test/fixtures/erpnext`, as messages; one as webhooks carry it first. */
export function readErpnextMessages(): Message[] {
  const folder = new URL('../fixtures/erpnext/', import.meta.url);
  const first = 'purchase-order-by-webhook.json';
  const files = readdirSync(folder).filter((file) => file !== first);
  return [first, ...files].map((file) => {
    const { topic, record } = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { topic: string; record: unknown };
    return { messageId: file, topic, body: Buffer.from(JSON.stringify(record)), contentType: 'application/json', receivedAt: new Date(0) };
  });
}

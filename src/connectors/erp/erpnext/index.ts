import { z } from 'zod';
import { ConnectorError, type CheckResult, type Connection, type ConnectorType, type Message, type RawRequest } from '../../contract.js';
import { readJson } from '../../json.js';
import { signatureRules, verifySignature } from '../../signatures.js';
import { versionOf } from '../shared/message.js';
import { read } from '../shared/read.js';
import { isSameZone, Zone } from '../shared/zone.js';
import { ErpnextClient } from './client.js';
import { parseConfig, type ErpnextConfig } from './config.js';
import { confirmPurchaseOrder } from './confirm.js';
import { Cursor } from './cursor.js';
import { DELETED, DOCTYPES } from './doctypes.js';
import { normalise } from './mapper.js';
import { pull } from './pull.js';
import { webhookWire } from './wire.js';

export type { ErpnextConfig } from './config.js';

/** ERPNext 13 to 15: customers, suppliers, items, orders, receipts and delivery notes in; suppliers' confirmations out. */
export const erpnext: ConnectorType<ErpnextConfig> = {
  type: 'erpnext',
  kind: 'erp',
  parseConfig,
  connect: (config, deps): Connection => {
    const client = new ErpnextClient(config, deps);
    const zone = new Zone(config.timeZone);
    const { now } = deps;
    const { webhookSecret } = config;
    return {
      check: (signal) => check(client, config, signal),
      pull: (text, signal) => pull({ client, options: config, zone, now, signal }, Cursor.parse(text)),
      cursorSince: (since) => String(Cursor.since([...DOCTYPES, DELETED].map(({ name }) => name), since, now())),
      normalise: (message) => normalise(message, zone),
      ...(webhookSecret === null ? {} : { webhook: { verify: (request) => verify(request, webhookSecret) } }),
      commands: { confirmPurchaseOrder: (command, signal) => confirmPurchaseOrder({ client, zone, now, signal }, command) },
    };
  },
};

/** A webhook's body is the document itself. */
function verify(request: RawRequest, secret: string): Message {
  verifySignature(signatureRules.frappe, request, secret);
  const { doctype, name } = read(webhookWire, readJson(request.body), 'webhook');
  const messageId = `webhook:${doctype}:${name}:${versionOf(request.body)}`;
  const contentType = request.headers['content-type'] ?? 'application/json';
  return { messageId, topic: doctype, body: request.body, contentType, receivedAt: request.receivedAt };
}

const zoneAnswer = z.looseObject({ time_zone: z.string().nullish() });

async function check(client: ErpnextClient, config: ErpnextConfig, signal: AbortSignal): Promise<CheckResult> {
  try {
    const user = read(z.string(), await client.ask('frappe.auth.get_logged_user', signal), 'get_logged_user');
    const who = `ERPNext at ${config.url} as ${user}`;
    const { time_zone: zone } = read(zoneAnswer, await client.ask('frappe.client.get_time_zone', signal), 'get_time_zone');
    if (zone != null && !isSameZone(zone, config.timeZone)) return { ok: false, detail: `${who}: its time zone is ${zone}: set TIME_ZONE` };
    const unread: string[] = [];
    for (const { name } of [...DOCTYPES, DELETED]) if (!(await mayRead(client, name, signal))) unread.push(name);
    const missing = unread.filter((name) => name !== DELETED.name);
    if (missing.length > 0) return { ok: false, detail: `${who}: no right to read ${missing.join(', ')}` };
    return { ok: true, detail: unread.length === 0 ? who : `${who}: can read; deletions are not noticed (${DELETED.name})` };
  } catch (error) {
    if (error instanceof ConnectorError) return { ok: false, detail: error.message };
    throw error;
  }
}

async function mayRead(client: ErpnextClient, doctype: string, signal: AbortSignal): Promise<boolean> {
  try {
    await client.list(doctype, { fields: ['name'], filters: [], limit: 1 }, signal);
    return true;
  } catch (error) {
    if (error instanceof ConnectorError && error.details.status === 403) return false;
    throw error;
  }
}

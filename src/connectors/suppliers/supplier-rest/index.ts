import { ConnectorError, type CheckResult, type Connection, type ConnectorType, type Message, type Normalised, type RawRequest } from '../../contract.js';
import { readJson } from '../../json.js';
import { createCaller } from '../../mapping/access.js';
import { checkSources, pullSources, sourcesSince, type PullParts } from '../../mapping/pull.js';
import { digestOf } from '../../mapping/message.js';
import { valueAt } from '../../mapping/paths.js';
import { mapRecord } from '../../mapping/record.js';
import { ServerClock } from '../../server-clock.js';
import { signatureRules, verifySignature } from '../../signatures.js';
import { parseConfig, type Config } from './config.js';
import type { CompiledProfile, Push } from './profile.js';
import { sendPurchaseOrder } from './send.js';

/** A supplier's own REST API, by a mapping profile. See README.md beside this file. */
export const supplierRest: ConnectorType<Config> = {
  type: 'supplier-rest',
  kind: 'supplier',
  parseConfig,
  connect: ({ supplier, access, profile, webhookSecret }, { http, now, log }): Connection => {
    const { sources, digest, sweepHours, send, tables, webhook } = profile;
    if (webhook && signatureRules[webhook.signature].signsNothing) {
      log.warn({ signature: webhook.signature }, 'supplier-rest: calls are not signed, only the secret proves who sent them');
    }
    const clock = new ServerClock(now);
    const call = createCaller(access, clock.listening(http), now);
    const parts: PullParts = { access, call, sources, sweepHours, clock, profile: digest, now };
    const cursorSince = sourcesSince(parts);
    return {
      check: (signal) => check(parts, signal),
      ...(sources.length > 0 ? { pull: (cursor, signal) => pullSources(parts, cursor, signal) } : {}),
      ...(cursorSince && { cursorSince }),
      ...(webhook ? { webhook: { secretAddress: webhook.signature === 'secretAddress', verify: (request) => verify(request, webhook, webhookSecret) } } : {}),
      ...(send
        ? {
            suppliers: [supplier],
            commands: { sendPurchaseOrder: (command, signal) => sendPurchaseOrder({ access, call, send, tables }, command, signal) },
          }
        : {}),
      normalise: (message) => normalise(message, profile),
    };
  },
};

/** Topics of messages that were pushed, so that they are told from those of the same name that were pulled. */
const PUSHED = 'webhook:';

type Webhook = NonNullable<CompiledProfile['webhook']>;

function verify(request: RawRequest, { signature, id, idHeader, pushes }: Webhook, secret: string): Message {
  verifySignature(signatureRules[signature], request, secret);
  const { body, headers, receivedAt } = request;
  const content = readJson(body);
  const told = idHeader === null ? id && valueAt(content, id) : headers[idHeader];
  const messageId = textOf(told) ?? '';
  return {
    // Without an id of theirs, the same content is the same message.
    messageId: messageId === '' ? digestOf(content) : messageId,
    topic: PUSHED + (pushOf(content, pushes)?.record.name ?? 'other'),
    body,
    contentType: headers['content-type'] ?? 'application/json',
    receivedAt,
  };
}

function normalise({ topic, body }: Message, { records, webhook }: CompiledProfile): Normalised {
  const content = readJson(body);
  if (topic.startsWith(PUSHED)) {
    const push = pushOf(content, webhook?.pushes ?? []);
    return push ? mapRecord(push.record, valueAt(content, push.path), push.pathText) : { facts: [], unmapped: [] };
  }
  const record = Object.hasOwn(records, topic) ? records[topic] : undefined;
  if (!record) throw new ConnectorError('contract', `the profile has no messages called ${topic}`);
  return mapRecord(record, content);
}

function pushOf(content: unknown, pushes: readonly Push[]): Push | undefined {
  return pushes.find(({ when }) => when.every(({ path, value }) => textOf(valueAt(content, path)) === value));
}

function textOf(value: unknown): string | null {
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : null;
}

function check(parts: PullParts, signal: AbortSignal): Promise<CheckResult> {
  if (parts.sources.length > 0) return checkSources(parts, signal);
  return Promise.resolve({ ok: true, detail: 'nothing is polled, so there is nothing to ask for' });
}

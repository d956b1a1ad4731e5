/**
 * Webhook notifications. They name what changed and say nothing of it, so that they give no facts and ask for a pull, which
 * reads what changed. A deletion is the one thing that only they tell.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ConnectorError, type Message, type Normalised, type RawRequest, type Reply } from '../../contract.js';
import { readJson } from '../../json.js';
import { verifySignature, type SignatureRule } from '../../signatures.js';
import { lookUp } from '../shared/lookup.js';
import { read } from '../shared/read.js';
import type { Unmapped } from '../../../domain/facts.js';

export const NOTIFICATIONS = 'notifications';

const notifications = z.object({ value: z.array(z.object({ clientState: z.string().nullish(), resource: z.string(), changeType: z.string() })) });

/** `changeType`: whether the record is gone. */
const IS_GONE: Readonly<Record<string, boolean>> = { created: false, updated: false, collection: false, deleted: true };

/** Longer tokens are none of theirs, and nothing that one would want to repeat. */
const TOKEN = /^[\x21-\x7e]{1,2048}$/;

/**
 * Business Central signs nothing. Each notification repeats the `clientState` of its subscription, which only the two of us
 * know; all in one body have to.
 */
const clientState: SignatureRule = {
  claimed: ({ body }) => {
    const states = statesIn(body);
    return states.length === 1 ? states : [];
  },
  expected: (_, secret) => secret,
};

/** Throws ConnectorError('auth' | 'contract'). */
export function verifyNotifications(request: RawRequest, secret: string): Message {
  verifySignature(clientState, request, secret);
  read(notifications, readJson(request.body), NOTIFICATIONS);
  const messageId = `${NOTIFICATIONS}:${createHash('sha256').update(request.body).digest('hex').slice(0, 32)}`;
  const contentType = request.headers['content-type'] ?? 'application/json';
  return { messageId, topic: NOTIFICATIONS, body: request.body, contentType, receivedAt: request.receivedAt };
}

/** When a subscription is made or renewed the token in the query wants to be repeated; null for an ordinary message. */
export function handshake({ url }: RawRequest): Reply | null {
  const token = new URLSearchParams(url.split('?', 2)[1] ?? '').get('validationToken');
  if (token === null) return null;
  if (!TOKEN.test(token)) throw new ConnectorError('contract', 'the validation token has characters that no token has');
  return { status: 200, contentType: 'text/plain; charset=utf-8', body: token };
}

export function normaliseNotifications(body: Uint8Array): Normalised {
  const unmapped: Unmapped[] = [];
  const { value } = read(notifications, readJson(body), NOTIFICATIONS);
  let isNotice = false;
  for (const [index, { changeType, resource }] of value.entries()) {
    const path = `value[${index}].changeType`;
    const isGone = lookUp(IS_GONE, changeType, path, unmapped) === true;
    // No fact says "gone", so that it is shown and counted for a person to look at.
    if (isGone) unmapped.push({ path, value: `deleted ${resource}`.slice(0, 500) });
    else isNotice = true;
  }
  return { facts: [], unmapped, isNotice };
}

/** The different client states in a body; none where one notification bears none, or the body is not theirs. */
function statesIn(body: Uint8Array): string[] {
  try {
    const { value } = read(notifications, readJson(body), NOTIFICATIONS);
    const states = value.map(({ clientState: state }) => state ?? '');
    return states.includes('') ? [] : [...new Set(states)];
  } catch (error) {
    if (error instanceof ConnectorError) return [];
    throw error;
  }
}

import type { Message, RawRequest } from '../../contract.js';
import { readJson } from '../../json.js';
import { signatureRules, verifySignature } from '../../signatures.js';
import { versionOf } from '../shared/message.js';
import { read } from '../shared/read.js';
import { NOTICE_TOPIC } from './mapper.js';
import { noticeWire } from './wire.js';

/** Automations sign nothing and can set no header: the secret in the address is all that proves the sender. */
export function verifyWebhook(request: RawRequest, secret: string): Message {
  verifySignature(signatureRules.secretParameter, request, secret);
  const { _model, _id } = read(noticeWire, readJson(request.body), 'webhook');
  const messageId = `webhook:${_model.slice(0, 100)}:${_id}:${versionOf(request.body)}`;
  const contentType = request.headers['content-type'] ?? 'application/json';
  return { messageId, topic: NOTICE_TOPIC, body: request.body, contentType, receivedAt: request.receivedAt };
}

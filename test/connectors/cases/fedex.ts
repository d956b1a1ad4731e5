import { message, readFixture, SECRET, sign } from '../../fixtures/fedex/shared.js';
import type { ContractCase } from './case.js';

export const fedexCase: ContractCase = {
  settings: (upstream) => ({ CLIENT_ID: 'id', CLIENT_SECRET: 'secret', WEBHOOK_SECRET: SECRET, BASE_URL: upstream }),
  required: ['CLIENT_ID', 'CLIENT_SECRET'],
  messages: ['track-answer.json', 'webhook.json'].map((name) => message(readFixture(name))),
  sign: (body, settings) => ({ headers: sign(body, settings.WEBHOOK_SECRET) }),
};

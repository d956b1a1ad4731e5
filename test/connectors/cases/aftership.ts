import { createHmac } from 'node:crypto';
import { messageOf, readFixture } from '../../support/carrier.js';
import type { ContractCase } from './case.js';

export const aftershipCase: ContractCase = {
  settings: (upstream) => ({ WEBHOOK_SECRET: 'a secret of some length', API_KEY: 'asat_contract', BASE_URL: upstream }),
  required: ['WEBHOOK_SECRET'],
  messages: ['tracking-update.json', 'tracking-listed.json', 'other-event.json'].map((name) => messageOf(readFixture('aftership', name))),
  sign: (body, settings) => ({
    headers: {
      'content-type': 'application/json',
      'aftership-hmac-sha256': createHmac('sha256', settings.WEBHOOK_SECRET!).update(body).digest('base64'),
    },
  }),
};

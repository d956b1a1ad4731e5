import { createHmac } from 'node:crypto';
import { message, readFixture } from '../../fixtures/easypost/shared.js';
import type { ContractCase } from './case.js';

export const easypostCase: ContractCase = {
  settings: (upstream) => ({ WEBHOOK_SECRET: 'a secret of some length', API_KEY: 'EZAK-contract', BASE_URL: upstream }),
  required: ['WEBHOOK_SECRET'],
  messages: ['tracker-updated.json', 'tracker-polled.json', 'report-available.json'].map((name) => message(readFixture(name))),
  sign: (body, settings) => ({
    headers: {
      'content-type': 'application/json',
      'x-hmac-signature': `hmac-sha256-hex=${createHmac('sha256', settings.WEBHOOK_SECRET!).update(body).digest('hex')}`,
    },
  }),
};

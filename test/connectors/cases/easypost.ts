import { createHmac } from 'node:crypto';
import { message, readFixture } from '../../fixtures/easypost/shared.js';
import { behind } from '../../support/paging.js';
import type { ContractCase } from './case.js';
import { book } from './commands.js';

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
  command: book(),
  system: {
    answer: ({ url }, records, changedAt) => {
      const [first, ...more] = behind(records, url.searchParams.get('before_id'));
      const at = changedAt.toISOString();
      const trackers = first === undefined ? [] : [{ id: first, object: 'Tracker', tracking_code: first, status: 'in_transit', created_at: at, updated_at: at }];
      return { body: { trackers, has_more: more.length > 0 } };
    },
    // Their list cannot be asked for changes: they are picked out of it.
    asksSince: () => null,
  },
};

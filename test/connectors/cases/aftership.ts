import { createHmac } from 'node:crypto';
import { messageOf, readFixture } from '../../support/carrier.js';
import { behind, instantIn } from '../../support/paging.js';
import type { ContractCase } from './case.js';
import { follow } from './commands.js';

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
  command: follow(),
  system: {
    answer: ({ url }, records, changedAt) => {
      const [first, ...more] = behind(records, url.searchParams.get('cursor'));
      const trackings = first === undefined ? [] : [{ id: first, tracking_number: first, slug: 'ups', updated_at: changedAt.toISOString() }];
      const pagination = { has_next_page: more.length > 0, next_cursor: more.length > 0 ? first : '' };
      return { body: { meta: { code: 200 }, data: { pagination, trackings } } };
    },
    asksSince: ({ url }) => instantIn(url.searchParams.get('updated_at_min') ?? ''),
  },
};

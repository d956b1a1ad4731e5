import { message, readFixture, SECRET, sign } from '../../fixtures/fedex/shared.js';
import type { ContractCase } from './case.js';
import { book } from './commands.js';

export const fedexCase: ContractCase = {
  settings: (upstream) => ({ CLIENT_ID: 'id', CLIENT_SECRET: 'secret', WEBHOOK_SECRET: SECRET, BASE_URL: upstream }),
  required: ['CLIENT_ID', 'CLIENT_SECRET'],
  messages: ['track-answer.json', 'webhook.json'].map((name) => message(readFixture(name))),
  sign: (body, settings) => ({ headers: sign(body, settings.WEBHOOK_SECRET) }),
  command: book({ ACCOUNT_NUMBER: '740561073' }),
  system: {
    signsIn: ({ url }) => url.pathname === '/oauth/token',
    answer: ({ url, body }, records) => {
      if (url.pathname === '/oauth/token') return { body: { access_token: 'token', expires_in: 3600 } };
      const { trackingInfo } = JSON.parse(body) as { trackingInfo: { trackingNumberInfo: { trackingNumber: string } }[] };
      const completeTrackResults = trackingInfo.map(({ trackingNumberInfo: { trackingNumber } }) => ({
        trackingNumber,
        trackResults: [records.includes(trackingNumber) ? { scanEvents: [{ date: '2026-02-12T15:05:00-05:00', eventType: 'AR' }] } : { error: { code: 'TRACKING.TRACKINGNUMBER.NOTFOUND' } }],
      }));
      return { body: { output: { completeTrackResults } } };
    },
    perPage: 30,
  },
};

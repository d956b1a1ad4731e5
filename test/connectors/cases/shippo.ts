import { messageOf, readFixture } from '../../support/carrier.js';
import type { ContractCase } from './case.js';
import { pickUp } from './commands.js';

export const shippoCase: ContractCase = {
  settings: (upstream) => ({ WEBHOOK_TOKEN: 'a-token-of-some-length', API_KEY: 'shippo_test_contract', BASE_URL: upstream, CARRIERS: 'UPS=ups' }),
  required: ['WEBHOOK_TOKEN'],
  messages: ['track-updated.json', 'track-polled.json', 'transaction-updated.json'].map((name) => messageOf(readFixture('shippo', name))),
  sign: (_, settings) => ({ headers: { 'content-type': 'application/json' }, url: `?token=${settings.WEBHOOK_TOKEN}` }),
  bodyIsNotSigned: true,
  command: pickUp('tx-1'),
  system: {
    answer: ({ url }, records) => {
      if (url.pathname === '/carrier_accounts/') return { body: { next: null, results: [] } };
      const [, , carrier, number = ''] = url.pathname.split('/');
      if (!records.includes(number)) return { status: 404, body: { detail: 'Not found.' } };
      return { body: { carrier, tracking_number: number, tracking_status: { status: 'TRANSIT', status_date: '2026-03-01T00:00:00Z' } } };
    },
  },
};

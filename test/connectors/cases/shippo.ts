import { messageOf, readFixture } from '../../support/carrier.js';
import type { ContractCase } from './case.js';

export const shippoCase: ContractCase = {
  settings: (upstream) => ({ WEBHOOK_TOKEN: 'a-token-of-some-length', API_KEY: 'shippo_test_contract', BASE_URL: upstream, CARRIERS: 'UPS=ups' }),
  required: ['WEBHOOK_TOKEN'],
  messages: ['track-updated.json', 'track-polled.json', 'transaction-updated.json'].map((name) => messageOf(readFixture('shippo', name))),
  sign: (_, settings) => ({ headers: { 'content-type': 'application/json' }, url: `?token=${settings.WEBHOOK_TOKEN}` }),
  passesOverRefusals: true,
  bodyIsNotSigned: true,
};

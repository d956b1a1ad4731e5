import { message, readFixture, SECRET, sign } from '../../fixtures/dcsa/shared.js';
import type { ContractCase } from './case.js';

export const dcsaCase: ContractCase = {
  settings: (upstream) => ({ URL: upstream, WEBHOOK_SECRET: SECRET, API_KEY: 'key' }),
  required: ['URL'],
  messages: ['v2-list.json', 'v3-list.json'].map((name) => message(readFixture(name))),
  sign: (body, settings) => ({ headers: sign(body, settings.WEBHOOK_SECRET) }),
};

import { message, readFixture, SECRET, shown } from '../../fixtures/epcis/shared.js';
import type { ContractCase } from './case.js';

export const epcisCase: ContractCase = {
  settings: (upstream) => ({ WEBHOOK_SECRET: SECRET, URL: upstream, API_KEY: 'Bearer key' }),
  required: ['WEBHOOK_SECRET'],
  messages: ['capture.json', 'query-withdrawn.json'].map((name) => message(readFixture(name))),
  sign: (_, settings) => ({ headers: shown(settings.WEBHOOK_SECRET!) }),
  bodyIsNotSigned: true,
};

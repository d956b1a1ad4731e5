import { message, readFixture } from '../../fixtures/dhl/shared.js';
import type { ContractCase } from './case.js';

export const dhlCase: ContractCase = {
  settings: (upstream) => ({ API_KEY: 'key', CARRIERS: 'DHL', BASE_URL: upstream }),
  required: ['API_KEY', 'CARRIERS'],
  messages: ['delivered.json', 'status-only.json'].map((name) => message(readFixture(name))),
  passesOverRefusals: true,
};

import { message, readFixture, settings, sign } from '../../fixtures/supplier-rest/shared.js';
import type { ContractCase } from './case.js';

const fixtures = [
  ['webhook:responses', 'response-pushed.json'],
  ['responses', 'response.json'],
  ['webhook:despatches', 'despatch-pushed.json'],
  ['webhook:other', 'other-pushed.json'],
] as const;

export const supplierRestCase: ContractCase = {
  settings,
  required: ['PROFILE', 'SUPPLIER', 'URL'],
  messages: fixtures.map(([topic, name]) => message(topic, readFixture(name))),
  sign: (body, { WEBHOOK_SECRET }) => ({ headers: sign(body, WEBHOOK_SECRET) }),
};

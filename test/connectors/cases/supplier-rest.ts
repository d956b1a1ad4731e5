import { message, readFixture, settings, sign } from '../../fixtures/supplier-rest/shared.js';
import { behind, instantIn } from '../../support/paging.js';
import type { ContractCase } from './case.js';
import { sendOrder } from './commands.js';

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
  command: sendOrder('S-1'),
  system: {
    answer: ({ url }, records, changedAt) => {
      const [first, ...more] = behind(records, url.searchParams.get('cursor'));
      const response = { id: first, at: changedAt.toISOString(), buyerReference: 'PO-1', salesOrder: 'SO-1', positions: [] };
      return { body: { responses: first === undefined ? [] : [response], next: more.length > 0 ? first : null } };
    },
    asksSince: ({ url }) => instantIn(url.searchParams.get('since') ?? ''),
  },
};

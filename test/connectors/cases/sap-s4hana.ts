import { readRecordFixtures, recordMessage } from '../../support/record-fixtures.js';
import type { ContractCase } from './case.js';

export const sapS4hanaCase: ContractCase = {
  settings: (upstream) => ({ URL: upstream, USERNAME: 'gateway', PASSWORD: 'a secret' }),
  required: ['URL', 'USERNAME', 'PASSWORD'],
  messages: readRecordFixtures('sap-s4hana').map(({ topic, record }) => recordMessage(topic, record)),
};

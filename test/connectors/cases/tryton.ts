import { readTrytonMessages } from '../../support/tryton-connection.js';
import type { ContractCase } from './case.js';

export const trytonCase: ContractCase = {
  settings: (upstream) => ({ URL: upstream, DATABASE: 'erp', USERNAME: 'gateway', PASSWORD: 'a secret' }),
  required: ['URL', 'DATABASE', 'USERNAME', 'PASSWORD'],
  messages: readTrytonMessages(),
};

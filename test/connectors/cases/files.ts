import { facts, message, settings } from '../../fixtures/files/shared.js';
import type { ContractCase } from './case.js';

export const filesCase: ContractCase = {
  settings,
  required: ['PROFILE', 'FOLDER'],
  messages: facts.map(message),
};

import { readOdooMessages } from '../../support/odoo-connection.js';
import type { ContractCase } from './case.js';

export const odooCase: ContractCase = {
  settings: (upstream) => ({ URL: upstream, API_KEY: 'a key', TIME_ZONE: 'Europe/Berlin', WEBHOOK_SECRET: 'a secret of some length' }),
  required: ['URL', 'API_KEY', 'TIME_ZONE'],
  messages: readOdooMessages(),
  sign: (_, settings) => ({ headers: { 'content-type': 'application/json' }, url: `?token=${encodeURIComponent(settings.WEBHOOK_SECRET!)}` }),
  bodyIsNotSigned: true,
};

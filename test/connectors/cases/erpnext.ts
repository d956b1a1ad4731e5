import { createHmac } from 'node:crypto';
import { readErpnextMessages } from '../../support/erpnext-connection.js';
import type { ContractCase } from './case.js';

export const erpnextCase: ContractCase = {
  settings: (upstream) => ({ URL: upstream, API_KEY: 'a key', API_SECRET: 'a secret', TIME_ZONE: 'Asia/Kolkata', WEBHOOK_SECRET: 'a secret of some length' }),
  required: ['URL', 'API_KEY', 'API_SECRET', 'TIME_ZONE'],
  messages: readErpnextMessages(),
  sign: (body, settings) => ({
    headers: {
      'content-type': 'application/json',
      'x-frappe-webhook-signature': createHmac('sha256', settings.WEBHOOK_SECRET!).update(body).digest('base64'),
    },
  }),
};

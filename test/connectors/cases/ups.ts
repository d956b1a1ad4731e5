import { CREDENTIAL, message, readFixture, shown } from '../../fixtures/ups/shared.js';
import type { ContractCase } from './case.js';

export const upsCase: ContractCase = {
  settings: (upstream) => ({
    CLIENT_ID: 'id',
    CLIENT_SECRET: 'secret',
    WEBHOOK_CREDENTIAL: CREDENTIAL,
    WEBHOOK_URL: 'https://gateway.example/webhooks/ups',
    BASE_URL: upstream,
  }),
  required: ['CLIENT_ID', 'CLIENT_SECRET'],
  messages: ['alert.json', 'details.json'].map((name) => message(readFixture(name))),
  sign: (_, settings) => ({ headers: shown(settings.WEBHOOK_CREDENTIAL!) }),
  bodyIsNotSigned: true,
};

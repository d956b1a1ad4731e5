import { CREDENTIAL, message, readFixture, shown } from '../../fixtures/ups/shared.js';
import type { ContractCase } from './case.js';
import { follow } from './commands.js';

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
  command: follow(),
  system: {
    signsIn: ({ url }) => url.pathname === '/security/v1/oauth/token',
    answer: ({ url }, records) => {
      if (url.pathname === '/security/v1/oauth/token') return { body: { access_token: 'token', expires_in: '14399' } };
      const number = url.pathname.split('/').at(-1) ?? '';
      if (!records.includes(number)) return { status: 404, body: { response: { errors: [{ code: 'TW0001' }] } } };
      return { body: { trackResponse: { shipment: [{ inquiryNumber: number, package: [{ trackingNumber: number, activity: [] }] }] } } };
    },
  },
};

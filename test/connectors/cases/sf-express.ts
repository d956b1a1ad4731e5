import type { Message } from '../../../src/connectors/contract.js';
import { childOf, readXml } from '../../../src/connectors/xml.js';
import { answer, form, push, readFixture, routePush, SECRET } from '../../fixtures/sf-express/shared.js';
import type { ContractCase } from './case.js';
import { bookInChina } from './commands.js';

const isForm = ({ body }: Message): boolean => Buffer.from(body).toString().startsWith('content=');

export const sfExpressCase: ContractCase = {
  settings: (upstream) => ({ WEBHOOK_SECRET: SECRET, PARTNER_ID: 'PARTNER', CHECK_WORD: 'word', CARRIERS: 'SF Express', BASE_URL: upstream }),
  required: ['WEBHOOK_SECRET'],
  messages: [push(form(readFixture('push.xml'))), push(Buffer.from(readFixture('push-json.json'))), answer(readFixture('routes.json'))],
  sign: () => ({ url: `/${SECRET}`, headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
  bodyIsNotSigned: true,
  codec: {
    read: (message) => {
      const text = Buffer.from(message.body).toString();
      if (!isForm(message)) return JSON.parse(text) as unknown;
      const routes = childOf(readXml(new URLSearchParams(text).get('content')!), 'Body')!.children;
      return routes.map(({ attributes }) => Object.fromEntries(attributes));
    },
    write: (content, like) => {
      if (!isForm(like)) return Buffer.from(JSON.stringify(content) ?? '');
      const isRoutes = Array.isArray(content) && content.every((route) => typeof route === 'object' && route !== null);
      return form(isRoutes ? routePush(...(content as object[])) : String(JSON.stringify(content)));
    },
  },
  command: bookInChina({ MONTHLY_CARD: '7551234567', CARGO: 'tools' }),
  system: {
    answer: ({ body }, records) => {
      const { trackingNumber } = JSON.parse(new URLSearchParams(body).get('msgData') ?? '') as { trackingNumber: string[] };
      const routeResps = trackingNumber.map((mailNo) => ({ mailNo, routes: records.includes(mailNo) ? [{ acceptTime: '2026-03-03 10:10:10', opCode: '50' }] : [] }));
      return { body: { apiResultCode: 'A1000', apiResultData: JSON.stringify({ success: true, errorCode: 'S0000', msgData: { routeResps } }) } };
    },
    perPage: 10,
  },
};

import { message, readFixture, SECRET, sign } from '../../fixtures/dcsa/shared.js';
import { behind, instantIn } from '../../support/paging.js';
import type { ContractCase } from './case.js';
import { follow } from './commands.js';

export const dcsaCase: ContractCase = {
  settings: (upstream) => ({ URL: upstream, WEBHOOK_SECRET: SECRET, API_KEY: 'key' }),
  required: ['URL'],
  messages: ['v2-list.json', 'v3-list.json'].map((name) => message(readFixture(name))),
  sign: (body, settings) => ({ headers: sign(body, settings.WEBHOOK_SECRET) }),
  command: follow({ WEBHOOK_URL: 'https://gateway.example/webhooks/ocean' }),
  system: {
    answer: ({ url }, records, changedAt) => {
      const [first, ...more] = behind(records, url.searchParams.get('cursor'));
      const event = { eventType: 'EQUIPMENT', eventClassifierCode: 'ACT', eventDateTime: '2026-02-10T16:05:00+08:00', equipmentEventTypeCode: 'LOAD', equipmentReference: 'MSCU1234566' };
      const events = first === undefined ? [] : [{ ...event, eventID: first, eventCreatedDateTime: changedAt.toISOString() }];
      return { body: events, headers: { 'next-page': more.length > 0 ? (first ?? '') : '' } };
    },
    asksSince: ({ url }) => instantIn(url.searchParams.get('eventCreatedDateTime:gte') ?? ''),
  },
};

import { message, readFixture, SECRET, shown } from '../../fixtures/epcis/shared.js';
import { behind, instantIn } from '../../support/paging.js';
import type { ContractCase } from './case.js';

export const epcisCase: ContractCase = {
  settings: (upstream) => ({ WEBHOOK_SECRET: SECRET, URL: upstream, API_KEY: 'Bearer key' }),
  required: ['WEBHOOK_SECRET'],
  messages: ['capture.json', 'query-withdrawn.json'].map((name) => message(readFixture(name))),
  sign: (_, settings) => ({ headers: shown(settings.WEBHOOK_SECRET!) }),
  bodyIsNotSigned: true,
  system: {
    answer: ({ url }, records, changedAt) => {
      const [first, ...more] = behind(records, url.searchParams.get('nextPageToken'));
      const event = { type: 'ObjectEvent', action: 'OBSERVE', eventTime: '2026-02-10T08:05:00Z', eventTimeZoneOffset: '+00:00', epcList: [`urn:epc:id:sscc:0614141.${first}`] };
      const eventList = first === undefined ? [] : [{ ...event, eventID: `urn:uuid:${first}`, recordTime: changedAt.toISOString() }];
      return { body: { type: 'EPCISQueryDocument', epcisBody: { queryResults: { resultsBody: { eventList } } } }, headers: { link: more.length > 0 ? `</events?nextPageToken=${first}>; rel="next"` : '' } };
    },
    asksSince: ({ url }) => instantIn(url.searchParams.get('GE_recordTime') ?? ''),
  },
};

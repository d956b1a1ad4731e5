import { createHash } from 'node:crypto';
import { messageOf, readFixture } from '../../support/carrier.js';
import type { ContractCase } from './case.js';
import { follow } from './commands.js';

export const seventeentrackCase: ContractCase = {
  settings: (upstream) => ({ API_KEY: 'A1B2C3-contract', BASE_URL: upstream }),
  required: ['API_KEY'],
  messages: ['push-updated.json', 'parcel-polled.json', 'push-stopped.json'].map((name) => messageOf(readFixture('seventeentrack', name))),
  sign: (body, settings) => ({
    headers: { 'content-type': 'application/json', sign: createHash('sha256').update(body).update(`/${settings.API_KEY}`).digest('hex') },
  }),
  command: follow(),
  system: {
    answer: ({ url, body }, records, changedAt) => {
      const ok = (data: object, page?: object) => ({ body: { code: 0, data, ...(page && { page }) } });
      if (url.pathname.endsWith('/getquota')) return ok({ quota_total: 100, quota_remain: 99 });
      if (url.pathname.endsWith('/gettracklist')) {
        const { page_no: no } = JSON.parse(body) as { page_no: number };
        const accepted = records.slice(no - 1, no).map((number) => ({ number, carrier: 3011, track_time: changedAt.toISOString() }));
        return ok({ accepted }, { data_total: records.length, page_total: records.length, page_no: no, page_size: 1 });
      }
      const wanted = JSON.parse(body) as { number: string; carrier: number }[];
      const track_info = { tracking: { providers: [{ latest_sync_time: changedAt.toISOString() }] } };
      return ok({ accepted: wanted.map(({ number, carrier }) => ({ number, carrier, track_info })), rejected: [] });
    },
    // Their list cannot be asked for changes: they are picked out of it.
    asksSince: () => null,
  },
};

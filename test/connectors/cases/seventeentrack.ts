import { createHash } from 'node:crypto';
import { messageOf, readFixture } from '../../support/carrier.js';
import type { ContractCase } from './case.js';

export const seventeentrackCase: ContractCase = {
  settings: (upstream) => ({ API_KEY: 'A1B2C3-contract', BASE_URL: upstream }),
  required: ['API_KEY'],
  messages: ['push-updated.json', 'parcel-polled.json', 'push-stopped.json'].map((name) => messageOf(readFixture('seventeentrack', name))),
  sign: (body, settings) => ({
    headers: { 'content-type': 'application/json', sign: createHash('sha256').update(body).update(`/${settings.API_KEY}`).digest('hex') },
  }),
};

import { message, readParcel, settings } from '../../fixtures/carrier-rest/shared.js';
import type { ContractCase } from './case.js';

export const carrierRestCase: ContractCase = {
  settings,
  required: ['PROFILE', 'URL', 'CARRIERS'],
  messages: [message('BP-1', readParcel())],
  system: {
    answer: ({ url }, records) => {
      const no = decodeURIComponent(url.pathname.split('/').at(-1) ?? '');
      if (!records.includes(no)) return { body: { error: 'no such parcel' } };
      return { body: { parcels: [{ no, told: '2026-02-20T10:00:00Z', state: 'hub', scans: [] }] } };
    },
  },
};

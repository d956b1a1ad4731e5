import { message, readFixture } from '../../fixtures/dhl/shared.js';
import type { ContractCase } from './case.js';

export const dhlCase: ContractCase = {
  settings: (upstream) => ({ API_KEY: 'key', CARRIERS: 'DHL', BASE_URL: upstream }),
  required: ['API_KEY', 'CARRIERS'],
  messages: ['delivered.json', 'status-only.json'].map((name) => message(readFixture(name))),
  system: {
    answer: ({ url }, records) => {
      const id = url.searchParams.get('trackingNumber') ?? '';
      if (!records.includes(id)) return { status: 404, body: { title: 'No result found', detail: 'No shipment with given tracking number found.', status: 404 } };
      return { body: { shipments: [{ id, service: 'express', status: { timestamp: '2026-02-20T10:00:00Z', statusCode: 'transit' } }] } };
    },
  },
};

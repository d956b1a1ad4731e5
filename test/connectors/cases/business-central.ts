import type { Env } from '../../../src/connectors/contract.js';
import { readRecordFixtures, recordMessage } from '../../support/record-fixtures.js';
import { behind, instantIn } from '../../support/paging.js';
import type { ContractCase, SignedRequest } from './case.js';
import { confirm } from './commands.js';

export const businessCentralCase: ContractCase = {
  settings: (upstream) => ({
    URL: `${upstream}/api/v2.0`,
    TOKEN_URL: `${upstream}/token`,
    CLIENT_ID: 'gateway',
    CLIENT_SECRET: 'a secret',
    COMPANY: '6c1f0a10-0000-4000-8000-000000000001',
    WEBHOOK_SECRET: 'a client state of some length',
  }),
  // Without URL and TOKEN_URL, which stand in its place.
  required: ['CLIENT_ID', 'CLIENT_SECRET', 'COMPANY'],
  messages: readRecordFixtures('business-central').map(({ topic, record }) => recordMessage(topic, record)),
  sign,
  bodyIsNotSigned: true,
  command: confirm('purchaseOrders/EK-2042', 'purchaseOrders/EK-2042/10000'),
  system: {
    signsIn: ({ url }) => url.pathname.endsWith('/token'),
    answer: ({ url, headers }, records, changedAt) => {
      if (url.pathname.endsWith('/token')) return { body: { access_token: 'token', expires_in: 3600 } };
      if (headers['authorization'] !== 'Bearer token') return { status: 401 };
      if (/\/companies\([^/]+\)$/.test(url.pathname)) return { body: { id: 'x', name: 'KITES' } };
      if (!url.pathname.endsWith('/items')) return { body: { value: [] } };
      const after = url.searchParams.get('$skiptoken') ?? / gt '(\w+)'/.exec(url.searchParams.get('$filter') ?? '')?.[1];
      const [first, ...more] = behind(records, after);
      const value = first === undefined ? [] : [{ id: first, number: first, displayName: 'Kite', lastModifiedDateTime: changedAt.toISOString() }];
      url.searchParams.set('$skiptoken', first ?? '');
      return { body: { value, ...(more.length > 0 ? { '@odata.nextLink': `items${url.search}` } : {}) } };
    },
    asksSince: ({ url }) => instantIn(/lastModifiedDateTime ge (\S+)/.exec(url.searchParams.get('$filter') ?? '')?.[1] ?? ''),
  },
};

/** Any content as a notification that bears the state of our subscription: the state stands in the body itself. */
function sign(content: Uint8Array, { WEBHOOK_SECRET: clientState }: Env): SignedRequest {
  const resource = Buffer.from(content).toString('base64');
  return { headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify({ value: [{ clientState, resource, changeType: 'updated' }] })) };
}

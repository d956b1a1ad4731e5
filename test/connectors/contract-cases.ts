import { createHmac } from 'node:crypto';
import type { Env, Message } from '../../src/connectors/contract.js';
import { message, readFixture } from '../fixtures/easypost/shared.js';
import { readTrytonMessages } from '../support/tryton-connection.js';

/** What the contract suite must know of a connector type to put it through its tests. */
export interface ContractCase {
  /** Complete and valid settings, with which every outside call goes to `upstream`. */
  readonly settings: (upstream: string) => Env;
  /** Variables that must be named when nothing is set at all. */
  readonly required: readonly string[];
  /** Messages as the outside system sends them; each normalises without an error. The first one gives facts. */
  readonly messages: readonly Message[];
  /** Headers with which the outside system sends a webhook under `settings`; for types that take webhooks. */
  readonly sign?: (body: Uint8Array, settings: Env) => Readonly<Record<string, string>>;
}

/** One entry per type of the list; the suite fails for a type that has none. */
export const contractCases: Readonly<Record<string, ContractCase>> = {
  easypost: {
    settings: (upstream) => ({ WEBHOOK_SECRET: 'a secret of some length', API_KEY: 'EZAK-contract', BASE_URL: upstream }),
    required: ['WEBHOOK_SECRET'],
    messages: ['tracker-updated.json', 'tracker-polled.json', 'report-available.json'].map((name) => message(readFixture(name))),
    sign: (body, settings) => ({
      'content-type': 'application/json',
      'x-hmac-signature': `hmac-sha256-hex=${createHmac('sha256', settings.WEBHOOK_SECRET!).update(body).digest('hex')}`,
    }),
  },
  tryton: {
    settings: (upstream) => ({ URL: upstream, DATABASE: 'erp', USERNAME: 'gateway', PASSWORD: 'a secret' }),
    required: ['URL', 'DATABASE', 'USERNAME', 'PASSWORD'],
    messages: readTrytonMessages(),
  },
};

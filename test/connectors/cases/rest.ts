import { confirmProfilePath, message, readFixture, settings } from '../../fixtures/rest/shared.js';
import { behind, instantIn } from '../../support/paging.js';
import type { ContractCase } from './case.js';
import { confirm } from './commands.js';

const fixtures = [
  ['orders', 'order.json'],
  ['customers', 'customer.json'],
  ['orders', 'order-broken-date.json'],
  ['deliveries', 'delivery.json'],
] as const;

export const restCase: ContractCase = {
  settings,
  required: ['PROFILE', 'URL'],
  messages: fixtures.map(([topic, name]) => message(topic, readFixture(name))),
  command: { ...confirm('7', '7/1'), settings: { PROFILE: confirmProfilePath } },
  system: {
    answer: ({ url }, records, changedAt) => {
      const [first, ...more] = behind(records, url.searchParams.get('cursor'));
      const modified = changedAt.toISOString();
      switch (url.pathname) {
        case '/customers':
          return { body: { data: first === undefined ? [] : [{ id: first, no: first, company: 'Lind', modified }], meta: { next: more.length > 0 ? first : null } } };
        case '/items':
          return { body: { items: [] } };
        case '/odata/Orders':
          return { body: { value: [] } };
        default:
          return { body: [] };
      }
    },
    asksSince: ({ url }) => instantIn(url.searchParams.get('modified_after') ?? ''),
  },
};

import { readTrytonMessages } from '../../support/tryton-connection.js';
import type { ContractCase } from './case.js';
import { confirm } from './commands.js';

export const trytonCase: ContractCase = {
  settings: (upstream) => ({ URL: upstream, DATABASE: 'erp', USERNAME: 'gateway', PASSWORD: 'a secret', PAGE_SIZE: '1' }),
  required: ['URL', 'DATABASE', 'USERNAME', 'PASSWORD'],
  messages: readTrytonMessages(),
  command: confirm('purchase.purchase,7', 'purchase.line,70'),
  system: {
    signsIn: ({ body }) => body.includes('common.db.login'),
    answer: ({ body }, records, changedAt) => {
      const { method, params } = JSON.parse(body) as { method: string; params: readonly [readonly unknown[], ...unknown[]] };
      return { body: { id: 1, result: resultOf(method, params[0], records, changedAt) } };
    },
    asksSince: ({ body }) => {
      const [year, month, day, hour, minute, second] = ['year', 'month', 'day', 'hour', 'minute', 'second'].map((part) => Number(new RegExp(`"write_date",">",\\{[^}]*"${part}":(\\d+)`).exec(body)?.[1]));
      return Number.isNaN(year) ? null : new Date(Date.UTC(year!, month! - 1, day, hour, minute, second));
    },
  },
};

/** A Tryton that has products alone, numbered from 1 on. */
function resultOf(method: string, first: readonly unknown[], records: readonly string[], changedAt: Date): unknown {
  switch (method) {
    case 'common.db.login':
      return [7, 'key'];
    case 'common.server.version':
      return '6.0.29';
    case 'model.ir.model.access.get_access':
      return Object.fromEntries(first.map((model) => [model, { read: true, write: true }]));
    case 'model.res.user.get_preferences':
      return { company: 1, 'company.rec_name': 'Ours' };
    case 'model.company.company.search_read':
      return [{ id: 1, 'currency.': { id: 1, code: 'CHF' } }];
    case 'model.product.product.search_read': {
      const [, , after] = first[0] as [string, string, number];
      const _timestamp = String(changedAt.getTime() / 1000);
      const products = records.map((code, index) => ({ id: index + 1, _timestamp, code, name: code, 'template.': { id: index + 1, _timestamp, 'list_prices.': [] } }));
      return products.filter(({ id }) => id > after).slice(0, 1);
    }
    default:
      return [];
  }
}

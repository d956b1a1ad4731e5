import { readOdooMessages } from '../../support/odoo-connection.js';
import { instantIn } from '../../support/paging.js';
import type { ContractCase } from './case.js';
import { confirm } from './commands.js';

export const odooCase: ContractCase = {
  settings: (upstream) => ({ URL: upstream, API_KEY: 'a key', TIME_ZONE: 'Europe/Berlin', WEBHOOK_SECRET: 'a secret of some length', PAGE_SIZE: '1' }),
  required: ['URL', 'API_KEY', 'TIME_ZONE'],
  messages: readOdooMessages(),
  sign: (_, settings) => ({ headers: { 'content-type': 'application/json' }, url: `?token=${encodeURIComponent(settings.WEBHOOK_SECRET!)}` }),
  bodyIsNotSigned: true,
  command: confirm('purchase.order,7', 'purchase.order.line,70'),
  system: {
    signsIn: ({ url }) => url.pathname.endsWith('/res.users/context_get'),
    answer: ({ url, body }, records, changedAt) => {
      const [, model = '', method = ''] = /^\/json\/2\/([^/]+)\/([^/]+)$/.exec(url.pathname) ?? [];
      return { body: resultOf(`${model} ${method}`, JSON.parse(body) as { domain?: readonly unknown[] }, records, changedAt) };
    },
    asksSince: ({ body }) => instantIn(/"write_date",">","([^"]+)"/.exec(body)?.[1] ?? ''),
  },
};

/** An Odoo that has products alone, numbered from 1 on. */
function resultOf(call: string, { domain = [] }: { readonly domain?: readonly unknown[] }, records: readonly string[], changedAt: Date): unknown {
  switch (call) {
    case 'res.users context_get':
      return { lang: 'en_US', uid: 7 };
    case 'res.users search_read':
      return [{ id: 7, login: 'gateway', company_id: [1, 'Ours'] }];
    case 'purchase.order has_access':
      return true;
    case 'product.product search_read': {
      const [, , after] = domain[0] as [string, string, number];
      const write_date = changedAt.toISOString().slice(0, 19).replace('T', ' ');
      const products = records.map((name, index) => ({ id: index + 1, name, default_code: name, uom_id: false, currency_id: false, product_tmpl_id: false, write_date }));
      return products.filter(({ id }) => id > after).slice(0, 1);
    }
    default:
      return call.endsWith(' fields_get') ? {} : [];
  }
}

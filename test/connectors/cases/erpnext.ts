import { createHmac } from 'node:crypto';
import { readErpnextMessages } from '../../support/erpnext-connection.js';
import { behind, instantIn } from '../../support/paging.js';
import type { ContractCase } from './case.js';
import { confirm } from './commands.js';

export const erpnextCase: ContractCase = {
  settings: (upstream) => ({ URL: upstream, API_KEY: 'a key', API_SECRET: 'a secret', TIME_ZONE: 'Asia/Kolkata', WEBHOOK_SECRET: 'a secret of some length', PAGE_SIZE: '1' }),
  required: ['URL', 'API_KEY', 'API_SECRET', 'TIME_ZONE'],
  messages: readErpnextMessages(),
  sign: (body, settings) => ({
    headers: {
      'content-type': 'application/json',
      'x-frappe-webhook-signature': createHmac('sha256', settings.WEBHOOK_SECRET!).update(body).digest('base64'),
    },
  }),
  command: confirm('Purchase Order/PO-1', 'Purchase Order Item/po-row-1-1'),
  system: {
    answer: ({ url }, records, changedAt) => {
      if (url.pathname === '/api/method/frappe.auth.get_logged_user') return { body: { message: 'gateway@example.com' } };
      if (url.pathname === '/api/method/frappe.client.get_time_zone') return { body: { message: { time_zone: 'Asia/Kolkata' } } };
      if (url.pathname !== '/api/resource/Item') return { body: { data: [] } };
      const [, , after] = filtersOf(url).find(([field]) => field === 'name') ?? [];
      const modified = changedAt.toISOString().slice(0, 19).replace('T', ' ');
      return { body: { data: behind(records, after).slice(0, 1).map((name) => ({ name, item_name: name, stock_uom: 'Nos', modified })) } };
    },
    // Their times are those of the site's zone.
    asksSince: ({ url }) => instantIn(`${filtersOf(url).find(([field]) => field === 'modified')?.[2]}+05:30`),
  },
};

function filtersOf(url: URL): [field: string, operator: string, value: string][] {
  return JSON.parse(url.searchParams.get('filters') ?? '[]') as [string, string, string][];
}

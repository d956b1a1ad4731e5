/**
 * A plain order list, one row per order line, as most shops and spreadsheets can export it. Meant to be copied: change
 * the headers, formats and words to those of your own list. docs/import.md explains every part.
 */
import { OrderChannel, OrderStatus } from '../../entities/enums.js';
import { extra, optional, required } from '../cell.js';
import { country } from '../countries.js';
import { date, midnightUtc } from '../dates.js';
import { decimal, integer, oneOf, text, words } from '../parsers.js';
import { defineProfile, type RecordRule } from '../profile.js';

const day = date(['YYYY-MM-DD', 'D.M.YYYY', 'YYYY/M/D']);
const name = text({ maxLength: 200 });

const columns = {
  order: required('Order', name),
  line: required('Line', integer({ min: 1, max: 100_000 })),
  orderedOn: required('Ordered on', day),
  customer: required('Customer', name),
  customerName: optional('Customer name', name),
  country: extra('Country', country()),
  channel: required(
    'Channel',
    oneOf({
      Web: OrderChannel.ONLINE,
      Phone: OrderChannel.PHONE,
      Mail: OrderChannel.EMAIL,
      Social: OrderChannel.SOCIAL_MEDIA,
      ERP: OrderChannel.ERP,
    }),
  ),
  item: required('Item', name),
  description: required('Description', text()),
  quantity: required('Quantity', decimal({ above: '0' })),
  unit: required('Unit', text({ maxLength: 32 })),
  unitPrice: optional('Unit price', words({ 'on request': 'the price is given on request' }, decimal({ min: '0' }))),
  currency: required('Currency', oneOf({ CNY: 'CNY', EUR: 'EUR', GBP: 'GBP', JPY: 'JPY', USD: 'USD' })),
  requested: optional('Requested date', words({ ASAP: 'the customer named no date' }, day)),
  promised: extra('Promised date', words({ tbc: 'no date was promised yet' }, day)),
};

type Rule = RecordRule<typeof columns>;

const customer: Rule = {
  name: 'customer',
  key: ({ values }) => values.customer,
  build: (group) => ({
    kind: 'customer',
    number: group.key,
    name: group.same('customerName') ?? group.key,
    country: group.same('country')?.code ?? null,
  }),
};

const product: Rule = {
  name: 'product',
  key: ({ values }) => values.item,
  build: (group) => ({
    kind: 'product',
    number: group.key,
    name: group.same('description'),
    unit: group.same('unit'),
  }),
};

const order: Rule = {
  name: 'order',
  key: ({ values }) => values.order,
  build: (group) => ({
    kind: 'order',
    number: group.key,
    customer: group.same('customer'),
    channel: group.same('channel'),
    status: OrderStatus.RECEIVED,
    currency: group.same('currency'),
    placedAt: midnightUtc(group.same('orderedOn')),
    country: group.first.values.country?.code ?? null,
    lines: group.rows.map(({ id, values }) => ({
      externalId: id,
      lineNo: values.line,
      product: values.item,
      description: values.description,
      quantity: values.quantity,
      unit: values.unit,
      unitPrice: values.unitPrice,
      requestedDate: values.requested,
      promisedDate: values.promised,
    })),
  }),
};

export const orders = defineProfile({
  name: 'orders',
  title: 'a plain order list: one row per order line',
  assumptions: [
    'Every order is RECEIVED; the list does not say how far it has come.',
    'The order date stands as midnight UTC.',
  ],
  columns,
  rowId: ({ order, line }) => `${order}/${line}`,
  belongsTo: ({ order }) => (order === null ? null : `order ${order}`),
  compare: (a, b) => a.values.line - b.values.line,
  checks: [
    {
      column: 'requested',
      reason: 'requested for a day before the order',
      find: ({ values: { requested, orderedOn } }) =>
        requested !== null && requested < orderedOn ? `ordered on ${orderedOn}` : null,
    },
  ],
  records: [customer, product, order],
});

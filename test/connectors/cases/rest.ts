import { message, readFixture, settings } from '../../fixtures/rest/shared.js';
import type { ContractCase } from './case.js';

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
};

/** What the tests of booking and pick-up share: goods on their way, and answers as servers in the carriers' place give them. */
import type { Address, BookingCommand, PickupCommand } from '../../src/connectors/contract.js';

export type Json = Record<string, unknown>;

/** Status and content; status 0 breaks the connection off. */
export type Answer = readonly [status: number, content: unknown];

/** Answers that leave it open whether something was done. */
export const lostAnswers: readonly [how: string, answer: Answer][] = [
  ['a connection that breaks', [0, {}]],
  ['what cannot be read', [200, { nothing: true }]],
];

const anywhere = { company: null, region: null, postalCode: null, phone: null, email: null };

export const store: Address = { ...anywhere, name: 'Store', company: 'Tools Inc', street: ['1 First St', 'Dock 4'], city: 'Oakland', region: 'CA', postalCode: '94607', country: 'US', phone: '5105550100' };
export const ann: Address = { ...anywhere, name: 'Ann', street: ['2 Second St'], city: 'Reno', region: 'NV', postalCode: '89501', country: 'US', email: 'ann@example.org' };

export const plant: Address = { ...anywhere, name: '杨犁', company: '联想', street: ['骏业路255号', '3号楼'], city: '广州市', region: '广东省', country: 'CN', phone: '15600000001' };
export const zhang: Address = { ...anywhere, name: '张三', street: ['新洲十一街10楼'], city: '深圳市', region: '广东省', postalCode: '518000', country: 'CN', phone: '19200000002', email: 'z@example.com' };

/** Goods of SH-1 from one address to another. */
export function bookingOf(goods: Pick<BookingCommand, 'from' | 'to' | 'parcels'> & Partial<BookingCommand>): BookingCommand {
  return { idempotencyKey: 'booking of SH-1', mayBeDone: false, shipmentNumber: 'SH-1', service: null, shipOn: '2026-03-06', ...goods };
}

/** The same goods, to be fetched within a day's work by the clocks of `offset`. */
export function pickupOf({ from, parcels }: Pick<BookingCommand, 'from' | 'parcels'>, booking: string, offset: string): PickupCommand {
  return { idempotencyKey: 'pick-up 1', mayBeDone: false, from, parcels, bookings: [booking], readyFrom: `2026-03-06T09:00:00${offset}`, readyTo: `2026-03-06T17:30:00${offset}` };
}

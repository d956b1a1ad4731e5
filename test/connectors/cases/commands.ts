/** Commands as the contract suite has every type told them. */
import type { DateOnly } from '../../../src/domain/facts.js';
import { ann, bookingOf, pickupOf, plant, store, zhang } from '../../support/bookings.js';
import type { CommandCase } from './case.js';

const parcels = [{ weightKg: '2.5', sizeCm: ['30', '20', '10'] as const }];
const goods = { from: store, to: ann, parcels };

export function follow(settings?: CommandCase['settings']): CommandCase {
  return { settings, send: (commands, signal) => commands.followShipment!({ trackingNumber: 'TRK000', carrier: 'UPS', country: 'DE', createdAt: '2026-03-01T00:00:00Z' }, signal) };
}

export function book(settings?: CommandCase['settings']): CommandCase {
  return { settings, send: (commands, signal) => commands.bookShipment!(bookingOf(goods), signal) };
}

export function bookInChina(settings?: CommandCase['settings']): CommandCase {
  return { settings, send: (commands, signal) => commands.bookShipment!(bookingOf({ from: plant, to: zhang, parcels, service: '2' }), signal) };
}

export function pickUp(booking: string, settings?: CommandCase['settings']): CommandCase {
  return { settings, send: (commands, signal) => commands.requestPickup!(pickupOf(goods, booking, '-08:00'), signal) };
}

/** `order` and `line` as the type names them. */
export function confirm(order: string, line: string, promisedDate: DateOnly = '2026-04-10'): CommandCase {
  const lines = [{ externalId: line, lineNo: 1, answer: 'ACCEPT', quantity: null, promisedDate, unitPrice: null }] as const;
  return { send: (commands, signal) => commands.confirmPurchaseOrder!({ idempotencyKey: 'answer-1', purchaseOrder: { externalId: order, version: null, number: 'PO-1' }, supplierReference: 'AB-1', note: null, lines }, signal) };
}

export function sendOrder(supplierNumber: string): CommandCase {
  const lines = [{ lineNo: 10, productNumber: 'P-1', description: 'Lens', quantity: '2', unit: 'pc', unitPrice: '1.5', requestedDate: '2026-04-01' }];
  return { anyAnswerIsYes: true, send: (commands, signal) => commands.sendPurchaseOrder!({ idempotencyKey: 'po-1/1', number: 'PO-1', orderedAt: '2026-03-01T08:00:00Z', currency: 'EUR', supplierNumber, lines }, signal) };
}

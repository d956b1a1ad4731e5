/** Suppliers whose scores can be reckoned by hand. */
import { v7 as uuid } from 'uuid';
import { PurchaseOrder, PurchaseOrderConfirmation, PurchaseOrderLine, Receipt, ReceiptLine, Supplier } from '../../src/entities/index.js';
import type { Em } from '../../src/entities/orm.js';

/** Business of January and February 2026 with four suppliers, made for scores that can be reckoned by hand. */
export function february(em: Em): void {
  const busy = supplier(em, 'BUSY');
  order(em, busy, {
    // The last instant that is in time counts as in time.
    due: '2026-02-03T00:00:00+08:00',
    answered: '2026-02-03T00:00:00+08:00',
    lines: [['2026-02-10', '2026-02-10'], ['2026-02-10', '2026-02-11'], ['2026-02-28', null], ['2026-02-01', '2026-01-20']],
    receipts: [
      ['2026-02-01', '60', '10'],
      ['2026-02-28', '40', '0'],
      ['2026-02-12', '50', null], // Nobody inspected it.
      ['2026-02-13', '20', '30'], // More rejected than came.
      ['2026-03-01', '70', '70'], // The next month.
    ],
  });
  order(em, busy, { due: '2026-02-27T18:00:00+08:00', lines: [['2026-03-01', null], ['2026-01-31', null]] });
  // Already the 1st of March in the company's zone.
  order(em, busy, { due: '2026-02-28T16:30:00Z' });
  order(em, busy, { due: '2026-02-20T00:00:00Z', status: 'CANCELLED', lines: [['2026-02-20', null]] });
  const late = supplier(em, 'LATE');
  order(em, late, { due: '2026-02-10T00:00:00Z', answered: '2026-02-10T00:00:01Z', lines: [['2026-02-15', '2026-02-16']] });
  order(em, supplier(em, 'QUIET'), { ordered: '2026-02-28T23:59:59+08:00', lines: [['2026-05-01', null]], receipts: [['2026-02-14', '5', null]] });
  order(em, supplier(em, 'IDLE'), { lines: [['2026-01-20', '2026-01-20']] });
}

interface OrderSaid {
  readonly ordered?: string;
  readonly due?: string | null;
  readonly answered?: string | null;
  readonly status?: 'ISSUED' | 'CANCELLED';
  /** First promise and date of delivery, per line. */
  readonly lines?: readonly (readonly [promise: string | null, delivered: string | null])[];
  /** Received, quantity, rejected, of the first line. */
  readonly receipts?: readonly (readonly [on: string, quantity: string, rejected: string | null])[];
}

function supplier(em: Em, number: string): Supplier {
  return em.create(Supplier, { id: uuid(), number, name: `Supplier ${number}` });
}

function order(em: Em, from: Supplier, said: OrderSaid): void {
  const id = uuid();
  const purchaseOrder = em.create(PurchaseOrder, {
    id,
    number: `PO-${id}`,
    supplier: from,
    status: said.status ?? 'ISSUED',
    currency: 'CNY',
    totalAmount: '1',
    orderedAt: new Date(said.ordered ?? '2026-01-15T08:00:00+08:00'),
    confirmationDueAt: said.due ? new Date(said.due) : null,
  });
  if (said.answered) {
    em.create(PurchaseOrderConfirmation, { purchaseOrder, channel: 'partner-graphql', receivedAt: new Date(said.answered) });
    em.create(PurchaseOrderConfirmation, { purchaseOrder, channel: 'partner-graphql', receivedAt: new Date('2026-06-01T00:00:00Z') });
  }
  const lines = (said.lines ?? [[null, null]]).map(([firstPromise, deliveredOn], index) =>
    em.create(PurchaseOrderLine, {
      purchaseOrder, lineNo: index + 1, description: 'Goods', quantity: '10', unit: 'pc', amount: '1', firstPromise, deliveredOn,
    }),
  );
  for (const [receivedOn, quantity, rejectedQuantity] of said.receipts ?? []) {
    const receipt = em.create(Receipt, { number: `R-${uuid()}`, purchaseOrder, receivedOn });
    em.create(ReceiptLine, { receipt, line: lines[0]!, quantity, rejectedQuantity });
  }
}

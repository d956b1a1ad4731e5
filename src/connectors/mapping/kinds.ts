/** Kinds of facts as profiles call them, and how each is put together. */
import type { Fact, FactSource } from '../../domain/facts.js';
import {
  carrier,
  confirmation,
  confirmationLine,
  customer,
  despatch,
  despatchLine,
  freight,
  order,
  orderLine,
  product,
  purchaseOrder,
  purchaseOrderLine,
  receipt,
  receiptLine,
  shipment,
  shipmentLine,
  stockLevel,
  supplier,
  type Members,
} from './members.js';

/** Values by member; a member that is absent was not said. */
export type FactValues = Readonly<Record<string, unknown>>;

export interface FactKind {
  readonly members: Members;
  /** Of one line; null for kinds that have none. */
  readonly lines: Members | null;
  /** True: lines stand for themselves. One that cannot be read is reported and left out, and there may be none. */
  readonly keepsWholeLines?: true;
  readonly build: (source: FactSource, values: FactValues, lines: readonly FactValues[]) => Fact;
}

/** Kinds of facts about the records of a system that names them by its own ids, as profiles call them. */
export const recordKinds: Readonly<Record<string, FactKind>> = {
  customer: plain('customer', customer),
  supplier: plain('supplier', supplier),
  carrier: plain('carrier', carrier),
  product: plain('product', product),
  stockLevel: plain('stockLevel', stockLevel),
  order: plain('order', order, orderLine),
  purchaseOrder: plain('purchaseOrder', purchaseOrder, purchaseOrderLine),
  receipt: plain('receipt', receipt, receiptLine),
  shipment: {
    members: { ...shipment, ...freight },
    lines: shipmentLine,
    build: (source, { freightAmount, freightCurrency, ...values }, lines) => {
      const price = freightAmount === undefined || freightCurrency === undefined ? {} : { freight: { amount: freightAmount, currency: freightCurrency } };
      return { kind: 'shipment', source, ...values, ...price, lines } as unknown as Fact;
    },
  },
};

/** Kinds of facts that a supplier tells, who names purchase orders by our numbers. `supplierNumber` is ours of him. */
export function supplierKinds(supplierNumber: string): Readonly<Record<string, FactKind>> {
  return {
    purchaseOrderConfirmation: {
      members: confirmation,
      lines: confirmationLine,
      build: (source, values, lines) => ({ kind: 'purchaseOrderConfirmation', source, supplierNumber, ...values, lines }) as unknown as Fact,
    },
    despatchAdvice: {
      members: despatch,
      lines: despatchLine,
      build: (source, { carrierNumber, ...values }, lines) => {
        const told = lines.map(({ purchaseOrderNumber, lineNo, ...line }) => ({ ...line, ordered: { purchaseOrderNumber, lineNo } }));
        return { kind: 'shipment', source, ...values, carrier: null, despatch: { supplierNumber, carrierNumber }, lines: told } as unknown as Fact;
      },
    },
  };
}

/** The members are exactly the fact's, with values of their types: what `as` says here, the lists were checked for. */
function plain(kind: Fact['kind'], members: Members, lines: Members | null = null): FactKind {
  return {
    members,
    lines,
    build: (source, values, told) => ({ kind, source, ...values, ...(lines === null ? {} : { lines: told }) }) as unknown as Fact,
  };
}

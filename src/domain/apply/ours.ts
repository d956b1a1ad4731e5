/** Records that a supplier names by our numbers: he does not know the ids that they have in the systems that hold them. */
import { Carrier, ConfirmationLine, PurchaseOrder, PurchaseOrderLine, Supplier } from '../../entities/index.js';
import type { Em } from '../../entities/orm.js';
import type { Fact } from '../facts.js';
import { CannotApply, type ParkReason } from './result.js';

/** A purchase order as a supplier names it; numbers of one supplier's orders tell them apart, over all systems of ours. */
export interface NamedOrder {
  readonly supplierNumber: string;
  readonly number: string;
}

/** A purchase order with what an answer to it is judged by. */
export interface AnswerableOrder {
  readonly order: PurchaseOrder;
  readonly lines: readonly PurchaseOrderLine[];
  /** Answers given so far; those that are given now are added. */
  readonly given: ConfirmationLine[];
}

/** The purchase orders that facts name by our numbers. */
export function ordersNamed(facts: readonly Fact[]): NamedOrder[] {
  return facts.flatMap((fact): NamedOrder[] => {
    if (fact.kind === 'purchaseOrderConfirmation') return [{ supplierNumber: fact.supplierNumber, number: fact.purchaseOrderNumber }];
    if (fact.kind !== 'shipment' || !fact.despatch) return [];
    const { supplierNumber } = fact.despatch;
    return fact.lines.flatMap(({ ordered }) => (ordered ? [{ supplierNumber, number: ordered.purchaseOrderNumber }] : []));
  });
}

export class Ours {
  private constructor(
    private readonly orders: ReadonlyMap<string, readonly AnswerableOrder[]>,
    private readonly suppliers: readonly Supplier[],
    private readonly carriers: readonly Carrier[],
  ) {}

  static async read(em: Em, facts: readonly Fact[]): Promise<Ours> {
    const named = ordersNamed(facts);
    const despatches = facts.flatMap((fact) => (fact.kind === 'shipment' && fact.despatch ? [fact.despatch] : []));
    const numbers = [...new Set(named.map(({ number }) => number))];
    const supplierNumbers = [...new Set([...named, ...despatches].map(({ supplierNumber }) => supplierNumber))];
    const carrierNumbers = [...new Set(despatches.flatMap(({ carrierNumber }) => carrierNumber ?? []))];
    if (supplierNumbers.length === 0) return new Ours(new Map(), [], []);

    const suppliers = await em.find(Supplier, { number: { $in: supplierNumbers } });
    const carriers = carrierNumbers.length === 0 ? [] : await em.find(Carrier, { number: { $in: carrierNumbers } });
    const orders = numbers.length === 0 ? [] : await em.find(PurchaseOrder, { number: { $in: numbers }, supplier: { $in: suppliers } });
    const ids = orders.map(({ id }) => id);
    const ofOrders = { purchaseOrder: { $in: ids } };
    const lines = ids.length === 0 ? [] : await em.find(PurchaseOrderLine, ofOrders, { populate: ['orderLine'], orderBy: { lineNo: 'asc' } });
    const given = ids.length === 0 ? [] : await em.find(ConfirmationLine, { confirmation: ofOrders }, { populate: ['confirmation'] });

    const numberOf = new Map(suppliers.map(({ id, number }) => [id, number]));
    const byName = new Map<string, AnswerableOrder[]>();
    for (const order of orders) {
      const key = keyOf({ supplierNumber: numberOf.get(order.supplier.id) ?? '', number: order.number });
      const answerable = {
        order,
        lines: lines.filter(({ purchaseOrder }) => purchaseOrder.id === order.id),
        given: given.filter(({ confirmation }) => confirmation.purchaseOrder.id === order.id),
      };
      byName.set(key, [...(byName.get(key) ?? []), answerable]);
    }
    return new Ours(byName, suppliers, carriers);
  }

  /** Throws CannotApply where we have no such purchase order, or where two systems of ours have one each. */
  purchaseOrder(name: NamedOrder): AnswerableOrder {
    const [found, other] = this.orders.get(keyOf(name)) ?? [];
    if (!found) throw new CannotApply('UNKNOWN_PURCHASE_ORDER', { ref: name.number.slice(0, 80) });
    if (other) throw new CannotApply('PURCHASE_ORDER_AMBIGUOUS', { ref: name.number.slice(0, 80) });
    return found;
  }

  purchaseOrderLine(name: NamedOrder, lineNo: number): PurchaseOrderLine {
    const line = this.purchaseOrder(name).lines.find((each) => each.lineNo === lineNo);
    if (!line) throw new CannotApply('UNKNOWN_PURCHASE_ORDER_LINE', { ref: `${name.number.slice(0, 80)}/${lineNo}` });
    return line;
  }

  supplier(number: string): Supplier {
    return only(this.suppliers, number, 'UNKNOWN_SUPPLIER');
  }

  /** `system`: whose carrier is meant, where each of ours has one of that number. */
  carrier(number: string, system: string | null): Carrier {
    const own = this.carriers.filter(({ sourceSystem }) => system !== null && sourceSystem === system);
    return only(own.some((carrier) => carrier.number === number) ? own : this.carriers, number, 'UNKNOWN_CARRIER');
  }
}

/** Two systems of ours may give one number to two parties: then it names nobody. */
function only<T extends { readonly number: string }>(records: readonly T[], number: string, reason: ParkReason): T {
  const [found, other] = records.filter((record) => record.number === number);
  if (!found || other) throw new CannotApply(reason, { ref: number.slice(0, 80) });
  return found;
}

function keyOf({ supplierNumber, number }: NamedOrder): string {
  return JSON.stringify([supplierNumber, number]);
}

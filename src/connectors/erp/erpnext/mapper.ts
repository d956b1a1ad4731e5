import { ConnectorError, type Message, type Normalised } from '../../contract.js';
import { readJson } from '../../json.js';
import type { CustomerFact, Fact, ProductFact, Unmapped } from '../../../domain/facts.js';
import { read } from '../shared/read.js';
import type { Zone } from '../shared/zone.js';
import type { DocTypeName } from './doctypes.js';
import { receiptFacts, shipmentFacts } from './goods.js';
import { orderFacts, purchaseOrderFacts } from './orders.js';
import { refTo, sourceOf } from './source.js';
import {
  customerWire,
  deletedWire,
  deliveryNoteWire,
  itemWire,
  purchaseOrderWire,
  purchaseReceiptWire,
  salesOrderWire,
  supplierWire,
  type CustomerWire,
  type ItemWire,
  type SupplierWire,
} from './wire.js';

/** A document's facts; what its tables do not know is pushed to `unmapped`. */
type Mapping = (document: unknown, zone: Zone, unmapped: Unmapped[]) => readonly Fact[];

const MAPPINGS: Readonly<Record<DocTypeName, Mapping>> = {
  Customer: (document, zone) => customerFacts(read(customerWire, document, 'Customer'), zone),
  Supplier: (document, zone) => supplierFacts(read(supplierWire, document, 'Supplier'), zone),
  Item: (document, zone) => productFacts(read(itemWire, document, 'Item'), zone),
  'Sales Order': (document, zone, unmapped) => orderFacts(read(salesOrderWire, document, 'Sales Order'), zone, unmapped),
  'Purchase Order': (document, zone, unmapped) => purchaseOrderFacts(read(purchaseOrderWire, document, 'Purchase Order'), zone, unmapped),
  'Purchase Receipt': (document, zone, unmapped) => receiptFacts(read(purchaseReceiptWire, document, 'Purchase Receipt'), zone, unmapped),
  'Delivery Note': (document, zone, unmapped) => shipmentFacts(read(deliveryNoteWire, document, 'Delivery Note'), zone, unmapped),
};

/** Pure. Throws ConnectorError('contract') where the message is no document of ours or not as ERPNext writes them. */
export function normalise({ topic, body }: Message, zone: Zone): Normalised {
  const document = readJson(body);
  if (!Object.hasOwn(MAPPINGS, topic)) throw new ConnectorError('contract', `no documents of ${topic} are read from ERPNext`);
  const deleted = deletedWire.safeParse(document);
  // No fact says "gone", so that it is shown and counted for a person to look at.
  if (deleted.success) return { facts: [], unmapped: [{ path: 'deleted', value: `${topic}/${deleted.data.name}` }] };
  const unmapped: Unmapped[] = [];
  const facts = MAPPINGS[topic as DocTypeName](document, zone, unmapped);
  return { facts, unmapped };
}

function customerFacts(customer: CustomerWire, zone: Zone): Fact[] {
  const fact: Omit<CustomerFact, 'source'> = {
    kind: 'customer',
    number: customer.name,
    name: customer.customer_name ?? customer.name,
    email: customer.email_id,
  };
  return [{ ...fact, source: sourceOf(fact, refTo('Customer', customer.name), customer.modified, zone) }];
}

/** A carrier is a supplier that is marked as a transporter. */
function supplierFacts(supplier: SupplierWire, zone: Zone): Fact[] {
  const fact = { number: supplier.name, name: supplier.supplier_name ?? supplier.name };
  const source = sourceOf(fact, refTo('Supplier', supplier.name), supplier.modified, zone);
  return [{ kind: 'supplier', ...fact, source }, ...(supplier.is_transporter ? [{ kind: 'carrier' as const, ...fact, source }] : [])];
}

/** List prices are documents of their own in ERPNext, and are not read. */
function productFacts(item: ItemWire, zone: Zone): Fact[] {
  const fact: Omit<ProductFact, 'source'> = { kind: 'product', number: item.name, name: item.item_name ?? item.name, unit: item.stock_uom };
  return [{ ...fact, source: sourceOf(fact, refTo('Item', item.name), item.modified, zone) }];
}

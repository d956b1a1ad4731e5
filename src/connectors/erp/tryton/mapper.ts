import { ConnectorError, type Message, type Normalised } from '../../contract.js';
import { readJson } from '../../json.js';
import type { Fact, FactSource, StockLevelFact, Unmapped } from '../../../domain/facts.js';
import { seenAt, versionOf } from '../shared/message.js';
import { read } from '../shared/read.js';
import { refTo } from '../shared/refs.js';
import { orderFact, purchaseOrderFact } from './orders.js';
import { receiptFacts, shipmentFacts } from './shipments.js';
import { sourceOf } from './source.js';
import { STOCK, type TopicModel } from './shapes.js';
import { carrierWire, deletedWire, partyWire, productWire, purchaseWire, receiptWire, saleWire, shipmentWire, stockWire, type CarrierWire, type PartyWire, type ProductWire, type StockWire } from './wire.js';

/** A record's facts; what its tables do not know is pushed to `unmapped`. */
type Mapping = (record: unknown, version: string, unmapped: Unmapped[], readAt: Date) => readonly Fact[];

const MAPPINGS: Readonly<Record<TopicModel, Mapping>> = {
  'party.party': (record, version) => partyFacts(read(partyWire, record, 'party.party'), version),
  'product.product': (record, version) => [productFact(read(productWire, record, 'product.product'), version)],
  carrier: (record, version) => [carrierFact(read(carrierWire, record, 'carrier'), version)],
  'sale.sale': (record, version, unmapped) => orderFact(read(saleWire, record, 'sale.sale'), version, unmapped),
  'purchase.purchase': (record, version, unmapped) => purchaseOrderFact(read(purchaseWire, record, 'purchase.purchase'), version, unmapped),
  'stock.shipment.in': (record, version, unmapped) => receiptFacts(read(receiptWire, record, 'stock.shipment.in'), version, unmapped),
  'stock.shipment.out': (record, version, unmapped) => shipmentFacts(read(shipmentWire, record, 'stock.shipment.out'), version, unmapped),
  [STOCK]: (record, version, _unmapped, readAt) => stockFacts(read(stockWire, record, STOCK), version, readAt),
};

/** Pure. Throws ConnectorError('contract') where the message is no record of ours or not as Tryton writes them. */
export function normalise(message: Message): Normalised {
  const { topic } = message;
  if (!Object.hasOwn(MAPPINGS, topic)) throw new ConnectorError('contract', `no records of ${topic} are read from Tryton`);
  const record = readJson(message.body);
  const deleted = deletedWire.safeParse(record);
  // No fact says "gone", so that it is shown and counted for a person to look at.
  if (deleted.success) return { facts: [], unmapped: [{ path: 'deleted', value: `${topic},${deleted.data.id}` }] };
  const unmapped: Unmapped[] = [];
  const facts = MAPPINGS[topic as TopicModel](record, versionOf(message.body), unmapped, message.receivedAt);
  return { facts: seenAt(message.receivedAt, facts), unmapped };
}

/** One party can be both. */
function partyFacts(party: PartyWire, version: string): Fact[] {
  const fact = {
    source: sourceOf('party.party', party, version, [...party['addresses.'], ...party['contact_mechanisms.']]),
    number: party.code ?? `party.party,${party.id}`,
    name: party.name ?? party.code ?? '',
    country: party['addresses.'].map((address) => address['country.']?.code).find((code) => code != null) ?? null,
    email: party.email === '' ? null : (party.email ?? null),
  };
  const facts: Fact[] = [];
  if (party.roles.includes('customer')) facts.push({ kind: 'customer', ...fact });
  if (party.roles.includes('supplier')) facts.push({ kind: 'supplier', ...fact });
  return facts;
}

function productFact(product: ProductWire, version: string): Fact {
  const template = product['template.'];
  return {
    kind: 'product',
    source: sourceOf('product.product', product, version, [template, ...template['list_prices.']]),
    number: product.code ?? `product.product,${product.id}`,
    name: product.name ?? product.code ?? '',
    unit: product['default_uom.'].symbol,
    listPrice: product.list_price ?? null,
    currency: product.list_price == null ? null : (product.currency ?? null),
  };
}

/** Several carriers may be services of one party, so that its code alone would not tell them apart. */
function carrierFact(carrier: CarrierWire, version: string): Fact {
  const party = carrier['party.'];
  const source: FactSource = sourceOf('carrier', carrier, version, [party]);
  return { kind: 'carrier', source, number: `${party.code ?? party.id}-${carrier.id}`, name: party.name ?? party.code ?? '' };
}

/** One for each warehouse. Tryton does not say since when it is so: it was so when it was read. */
function stockFacts({ product, unit, warehouses }: StockWire, version: string, readAt: Date): StockLevelFact[] {
  const ref = refTo('product.product', product);
  return warehouses.map((warehouse): StockLevelFact => {
    const place = refTo('stock.location', warehouse.id);
    return {
      kind: 'stockLevel',
      source: { externalId: `${ref}/${place}`, version, updatedAt: null },
      product: ref,
      warehouse: warehouse.code || place,
      warehouseName: warehouse.name ?? null,
      onHand: warehouse.quantity,
      unit,
      asOf: readAt.toISOString(),
    };
  });
}

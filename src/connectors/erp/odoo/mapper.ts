import { ConnectorError, type Message, type Normalised } from '../../contract.js';
import { readJson } from '../../json.js';
import type { CarrierFact, CustomerFact, Fact, SupplierFact, Unmapped } from '../../../domain/facts.js';
import { seenAt, versionOf } from '../shared/message.js';
import { read } from '../shared/read.js';
import { refTo } from '../shared/refs.js';
import type { Zone } from '../shared/zone.js';
import { orderFact, purchaseOrderFact } from './orders.js';
import { pickingFacts } from './pickings.js';
import type { TopicModel } from './shapes.js';
import { sourceOf } from './source.js';
import { carrierWire, deletedWire, noticeWire, partnerNotice, partnerWire, pickingWire, productWire, purchaseWire, saleWire, type CarrierWire, type PartnerWire, type ProductWire } from './wire.js';

/** A record's facts; what its tables do not know is pushed to `unmapped`. */
type Mapping = (record: unknown, version: string, zone: Zone, unmapped: Unmapped[]) => readonly Fact[];

const MAPPINGS: Readonly<Record<TopicModel, Mapping>> = {
  'res.partner': (record, version) => partnerFacts(read(partnerWire, record, 'res.partner'), version),
  'product.product': (record, version) => [productFact(read(productWire, record, 'product.product'), version)],
  'delivery.carrier': (record, version) => [carrierFact(read(carrierWire, record, 'delivery.carrier'), version)],
  'sale.order': (record, version, zone, unmapped) => orderFact(read(saleWire, record, 'sale.order'), version, zone, unmapped),
  'purchase.order': (record, version, zone, unmapped) => purchaseOrderFact(read(purchaseWire, record, 'purchase.order'), version, zone, unmapped),
  'stock.picking': (record, version, zone, unmapped) => pickingFacts(read(pickingWire, record, 'stock.picking'), version, zone, unmapped),
};

/** Topic of messages that came by webhook. */
export const NOTICE_TOPIC = 'webhook';

/** Pure. Throws ConnectorError('contract') where the message is no record of ours or not as Odoo writes them. */
export function normalise({ topic, body, receivedAt }: Message, zone: Zone): Normalised {
  const record = readJson(body);
  if (topic === NOTICE_TOPIC) {
    const facts = noticeFacts(record, versionOf(body));
    return { facts, unmapped: [], isNotice: facts.length === 0 };
  }
  if (!Object.hasOwn(MAPPINGS, topic)) throw new ConnectorError('contract', `no records of ${topic} are read from Odoo`);
  const deleted = deletedWire.safeParse(record);
  // No fact says "gone", so that it is shown and counted for a person to look at.
  if (deleted.success) return { facts: [], unmapped: [{ path: 'deleted', value: `${topic},${deleted.data.id}` }] };
  const unmapped: Unmapped[] = [];
  const facts = MAPPINGS[topic as TopicModel](record, versionOf(body), zone, unmapped);
  return { facts: seenAt(receivedAt, facts), unmapped };
}

/**
 * A webhook's own words suffice for a partner whose fields it carries. Orders and pickings are lists of lines, of which a
 * webhook has the ids alone: it makes no facts, and asks for a pull, which reads the record.
 */
function noticeFacts(record: unknown, version: string): Fact[] {
  const { _model } = read(noticeWire, record, 'webhook');
  const partner = _model === 'res.partner' ? partnerNotice.safeParse(record).data : undefined;
  if (partner === undefined || partner.commercial_partner_id !== partner._id) return [];
  const roles = [...(partner.customer_rank > 0 ? ['customer'] : []), ...(partner.supplier_rank > 0 ? ['supplier'] : [])];
  // The country is a bare id here: it was not said.
  return partnerFacts({ ...partner, id: partner._id, roles, 'country_id.': undefined }, version);
}

/** One partner can be both. */
function partnerFacts(partner: Omit<PartnerWire, 'country_id.'> & { readonly 'country_id.': PartnerWire['country_id.'] | undefined }, version: string): Fact[] {
  const country = partner['country_id.'];
  const fact: Omit<CustomerFact, 'kind'> & Omit<SupplierFact, 'kind'> = {
    source: sourceOf('res.partner', partner, version, []),
    number: partner.ref ?? refTo('res.partner', partner.id),
    name: partner.name ?? partner.ref ?? '',
    country: country === undefined ? undefined : (country?.code ?? null),
    email: partner.email,
  };
  const facts: Fact[] = [];
  if (partner.roles.includes('customer')) facts.push({ kind: 'customer', ...fact });
  if (partner.roles.includes('supplier')) facts.push({ kind: 'supplier', ...fact });
  return facts;
}

function productFact(product: ProductWire, version: string): Fact {
  return {
    kind: 'product',
    source: sourceOf('product.product', product, version, [product['product_tmpl_id.']]),
    number: product.default_code ?? refTo('product.product', product.id),
    name: product.name ?? product.default_code ?? '',
    unit: product['uom_id.'].name,
    listPrice: product.lst_price,
    currency: product.lst_price === null ? null : (product['currency_id.']?.name ?? null),
  };
}

/** Carriers have no number of their own in Odoo. */
function carrierFact(carrier: CarrierWire, version: string): CarrierFact {
  const source = sourceOf('delivery.carrier', carrier, version, []);
  return { kind: 'carrier', source, number: source.externalId, name: carrier.name ?? source.externalId };
}

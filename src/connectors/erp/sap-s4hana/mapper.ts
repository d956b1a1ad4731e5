import { ConnectorError, type Message, type Normalised } from '../../contract.js';
import { readJson } from '../../json.js';
import type { Fact, Instant, Unmapped } from '../../../domain/facts.js';
import { seenAt, versionOf } from '../shared/message.js';
import { read } from '../shared/read.js';
import type { Topic } from './collections.js';
import { receiptFacts, shipmentFact } from './goods.js';
import { refs } from './numbers.js';
import { orderFact, startOf } from './orders.js';
import { purchaseOrderFact } from './purchases.js';
import { deliveryWire, materialDocumentWire, partnerWire, productWire, purchaseOrderWire, salesOrderWire, type PartnerWire, type ProductWire } from './wire.js';

/** A record's facts; what its tables do not know is pushed to `unmapped`. */
type Mapping = (record: unknown, version: string, unmapped: Unmapped[]) => readonly Fact[];

const MAPPINGS: Readonly<Record<Topic, Mapping>> = {
  A_BusinessPartner: (record, version) => partnerFacts(read(partnerWire, record, 'A_BusinessPartner'), version),
  A_Product: (record, version) => [productFact(read(productWire, record, 'A_Product'), version)],
  A_SalesOrder: (record, version, unmapped) => orderFact(read(salesOrderWire, record, 'A_SalesOrder'), version, unmapped),
  A_PurchaseOrder: (record, version, unmapped) => purchaseOrderFact(read(purchaseOrderWire, record, 'A_PurchaseOrder'), version, unmapped),
  A_MaterialDocumentHeader: (record, version, unmapped) => receiptFacts(read(materialDocumentWire, record, 'A_MaterialDocumentHeader'), version, unmapped),
  A_OutbDeliveryHeader: (record, version, unmapped) => [shipmentFact(read(deliveryWire, record, 'A_OutbDeliveryHeader'), version, unmapped)],
};

/** Pure. Throws ConnectorError('contract') where the message is no record of ours or not as S/4HANA writes them. */
export function normalise({ topic, body, receivedAt }: Message): Normalised {
  if (!Object.hasOwn(MAPPINGS, topic)) throw new ConnectorError('contract', `no records of ${topic} are read from S/4HANA`);
  const unmapped: Unmapped[] = [];
  const facts = MAPPINGS[topic as Topic](readJson(body), versionOf(body), unmapped);
  return { facts: seenAt(receivedAt, facts), unmapped };
}

/** One partner can be both, under numbers of their own. */
function partnerFacts(partner: PartnerWire, version: string): Fact[] {
  const { Customer: customer, Supplier: supplier, to_BusinessPartnerAddress: addresses } = partner;
  const common = {
    name: partner.BusinessPartnerFullName ?? partner.BusinessPartnerName ?? partner.BusinessPartner,
    country: addresses.flatMap(({ Country: country }) => country ?? [])[0] ?? null,
    email: addresses.flatMap(({ to_EmailAddress: emails }) => emails.flatMap(({ EmailAddress: email }) => email ?? []))[0] ?? null,
  };
  const source = (externalId: string): Fact['source'] => ({ externalId, version, updatedAt: changedAt(partner) });
  return [
    ...(customer === null ? [] : [{ kind: 'customer', source: source(refs.customer(customer)), number: customer, ...common } as const]),
    ...(supplier === null ? [] : [{ kind: 'supplier', source: source(refs.supplier(supplier)), number: supplier, ...common } as const]),
  ];
}

/** The system's own clock, taken for UTC: it is compared with nothing but itself. */
function changedAt(partner: PartnerWire): Instant | null {
  const { LastChangeDate: changed, CreationDate: created } = partner;
  if (changed != null) return `${changed}T${partner.LastChangeTime ?? '00:00:00'}Z`;
  return created == null ? null : `${created}T${partner.CreationTime ?? '00:00:00'}Z`;
}

function productFact(product: ProductWire, version: string): Fact {
  const descriptions = product.to_Description;
  const inEnglish = descriptions.find(({ Language: language }) => language === 'EN') ?? descriptions[0];
  const changedOn = product.LastChangeDate ?? product.CreationDate ?? null;
  return {
    kind: 'product',
    source: { externalId: refs.product(product.Product), version, updatedAt: changedOn === null ? null : startOf(changedOn) },
    number: product.Product,
    name: inEnglish?.ProductDescription ?? product.Product,
    unit: product.BaseUnit ?? '',
  };
}

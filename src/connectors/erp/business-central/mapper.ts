import { ConnectorError, type Message, type Normalised } from '../../contract.js';
import { readJson } from '../../json.js';
import type { CustomerFact, Fact, SupplierFact, Unmapped } from '../../../domain/facts.js';
import { versionOf } from '../shared/message.js';
import { read } from '../shared/read.js';
import type { Topic } from './collections.js';
import { receiptFacts, shipmentFact } from './goods.js';
import { NOTIFICATIONS, normaliseNotifications } from './notifications.js';
import { orderFact, purchaseOrderFact } from './orders.js';
import { refs } from './refs.js';
import { customerWire, itemWire, purchaseOrderWire, receiptWire, salesOrderWire, shipmentWire, vendorWire, type ItemWire, type PartyWire } from './wire.js';

/** A record's facts; what its tables do not know is pushed to `unmapped`. */
type Mapping = (record: unknown, version: string, unmapped: Unmapped[]) => readonly Fact[];

const MAPPINGS: Readonly<Record<Topic, Mapping>> = {
  customers: (record, version) => [{ kind: 'customer', ...partyFact(read(customerWire, record, 'customers'), refs.customer, version) }],
  vendors: (record, version) => [{ kind: 'supplier', ...partyFact(read(vendorWire, record, 'vendors'), refs.vendor, version) }],
  items: (record, version) => [itemFact(read(itemWire, record, 'items'), version)],
  salesOrders: (record, version, unmapped) => orderFact(read(salesOrderWire, record, 'salesOrders'), version, unmapped),
  purchaseOrders: (record, version, unmapped) => purchaseOrderFact(read(purchaseOrderWire, record, 'purchaseOrders'), version, unmapped),
  purchaseReceipts: (record, version, unmapped) => receiptFacts(read(receiptWire, record, 'purchaseReceipts'), version, unmapped),
  salesShipments: (record, version, unmapped) => [shipmentFact(read(shipmentWire, record, 'salesShipments'), version, unmapped)],
};

/** Pure. Throws ConnectorError('contract') where the message is no record of ours or not as Business Central writes them. */
export function normalise({ topic, body }: Message): Normalised {
  if (topic === NOTIFICATIONS) return normaliseNotifications(body);
  if (!Object.hasOwn(MAPPINGS, topic)) throw new ConnectorError('contract', `no records of ${topic} are read from Business Central`);
  const unmapped: Unmapped[] = [];
  const facts = MAPPINGS[topic as Topic](readJson(body), versionOf(body), unmapped);
  return { facts, unmapped };
}

function partyFact(party: PartyWire, ref: (id: string) => string, version: string): Omit<CustomerFact, 'kind'> & Omit<SupplierFact, 'kind'> {
  return {
    source: { externalId: ref(party.id), version, updatedAt: party.lastModifiedDateTime ?? null },
    number: party.number,
    name: party.displayName ?? party.number,
    country: party.country ?? null,
    email: party.email ?? null,
  };
}

/** Its price is in the company's currency, which an item does not name: none is told. */
function itemFact(item: ItemWire, version: string): Fact {
  return {
    kind: 'product',
    source: { externalId: refs.item(item.id), version, updatedAt: item.lastModifiedDateTime ?? null },
    number: item.number,
    name: item.displayName ?? item.number,
    unit: item.baseUnitOfMeasureCode ?? '',
  };
}

/** Connectors in the graph: what they are, how they fare, and what a person does with them. */
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { OutgoingKind } from './enums.js';
import { OutgoingCommandType } from './outgoing-command.type.js';
import { DateScalar, DateTimeScalar, DecimalScalar } from './scalars.js';
import { UserErrorType } from './user-error.type.js';
import { payloadType } from './payload.js';

export const ConnectorKind = { ERP: 'ERP', SUPPLIER: 'SUPPLIER', CARRIER: 'CARRIER' } as const;
export type ConnectorKind = (typeof ConnectorKind)[keyof typeof ConnectorKind];
registerEnumType(ConnectorKind, { name: 'ConnectorKind', description: 'What kind of system a connector reaches.' });

export const BreakerState = { CLOSED: 'CLOSED', OPEN: 'OPEN', PROBING: 'PROBING' } as const;
export type BreakerState = (typeof BreakerState)[keyof typeof BreakerState];
registerEnumType(BreakerState, {
  name: 'BreakerState',
  description: 'Whether calls to an outside system go out.',
  valuesConfig: {
    CLOSED: { description: 'Calls go out.' },
    OPEN: { description: 'The last calls all failed; further ones are held back for a while.' },
    PROBING: { description: 'The next call shows whether it is up again.' },
  },
});

@ObjectType('Connector', { description: 'A configured connection to an outside system.' })
export class ConnectorType {
  @Field(() => ID, { description: 'Its id, as in CONNECTORS.' })
  id!: string;

  @Field(() => String, { description: 'The code of its type.' })
  type!: string;

  @Field(() => ConnectorKind, { description: 'What kind of system it reaches.' })
  kind!: ConnectorKind;

  @Field(() => Boolean, { description: 'Whether it takes webhooks.' })
  takesWebhooks!: boolean;

  @Field(() => Boolean, { description: 'Whether the outside system is asked for what is new.' })
  isPulled!: boolean;

  @Field(() => [OutgoingKind], { description: 'What the outside system can be told.' })
  takes!: OutgoingKind[];

  @Field(() => BreakerState, { description: 'Whether calls go out from the process that answers this.' })
  breaker!: BreakerState;

  @Field(() => DateTimeScalar, { description: 'Since when it is paused; null: it is not.', nullable: true })
  pausedAt!: string | null;

  @Field(() => String, { description: 'Who paused it.', nullable: true })
  pausedBy!: string | null;

  @Field(() => String, { description: 'Where the next pull goes on, in words of the connector.', nullable: true })
  cursor!: string | null;

  @Field(() => DateTimeScalar, { description: 'When a pull last succeeded.', nullable: true })
  lastSuccessAt!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was last pulled.', nullable: true })
  lastAttemptAt!: string | null;

  @Field(() => Int, { description: 'Seconds since a pull last succeeded.', nullable: true })
  lagSeconds!: number | null;

  @Field(() => String, { description: 'Kind of the failure of the last pull: config, auth, throttled, transient, rejected, contract.', nullable: true })
  lastErrorKind!: string | null;

  @Field(() => String, { description: 'The failure of the last pull.', nullable: true })
  lastError!: string | null;

  @Field(() => Int, { description: 'Messages taken within the last hour.' })
  messagesLastHour!: number;

  @Field(() => DateTimeScalar, { description: 'When the newest message came, by webhook or by a pull; one that was known already does not count. Null: none ever did.', nullable: true })
  lastMessageAt!: string | null;

  @Field(() => Int, { description: 'Messages that wait, since they could not be applied.' })
  parkedMessages!: number;

  @Field(() => Int, { description: 'Messages of the last seven days with a code that the connector does not know.' })
  unmappedMessages!: number;

  @Field(() => Int, { description: 'Commands that are yet to be told.' })
  pendingCommands!: number;

  @Field(() => Int, { description: 'Commands that were given up.' })
  failedCommands!: number;
}

const WHY = 'Why; goes into the audit trail.';

@InputType({ description: 'A connector.' })
export class ConnectorInput {
  @Field(() => ID, { description: 'Which.' })
  connectorId!: string;

  @Field(() => String, { description: WHY, nullable: true })
  reason?: string | null;
}

@InputType({ description: 'A connector that is to be pulled again.' })
export class PullAgainInput {
  @Field(() => ID, { description: 'Which.' })
  connectorId!: string;

  @Field(() => DateScalar, { description: 'What changed since the beginning of this day (UTC); left out: everything.', nullable: true })
  since?: string | null;

  @Field(() => String, { description: WHY, nullable: true })
  reason?: string | null;
}

@InputType({ description: 'A command that is to be tried again.' })
export class RetryCommandInput {
  @Field(() => ID, { description: 'Which.' })
  commandId!: string;

  @Field(() => String, { description: WHY, nullable: true })
  reason?: string | null;
}

@InputType({ description: 'Someone at an address.' })
export class AddressInput {
  @Field(() => String, { description: 'Name of the person.' })
  name!: string;

  @Field(() => String, { description: 'Company.', nullable: true })
  company?: string | null;

  @Field(() => [String], { description: 'Street and house number, in one to three lines.' })
  street!: string[];

  @Field(() => String, { description: 'City.' })
  city!: string;

  @Field(() => String, { description: 'State, province or region.', nullable: true })
  region?: string | null;

  @Field(() => String, { description: 'Postal code.', nullable: true })
  postalCode?: string | null;

  @Field(() => String, { description: 'ISO 3166-1 alpha-2 code.' })
  country!: string;

  @Field(() => String, { description: 'Telephone.', nullable: true })
  phone?: string | null;

  @Field(() => String, { description: 'E-mail.', nullable: true })
  email?: string | null;
}

@InputType({ description: 'One parcel.' })
export class ParcelInput {
  @Field(() => DecimalScalar, { description: 'Weight in kilograms.' })
  weightKg!: string;

  @Field(() => [DecimalScalar], { description: 'Length, width and height in centimetres.', nullable: true })
  sizeCm?: string[] | null;
}

@InputType({ description: 'A shipment to be booked with a carrier.' })
export class BookShipmentInput {
  @Field(() => ID, { description: 'The shipment; it must not have a tracking number yet.' })
  shipmentId!: string;

  @Field(() => ID, { description: 'The connector that books it.' })
  connectorId!: string;

  @Field(() => AddressInput, { description: 'From where.' })
  from!: AddressInput;

  @Field(() => AddressInput, { description: 'To where.' })
  to!: AddressInput;

  @Field(() => [ParcelInput], { description: 'What is carried.' })
  parcels!: ParcelInput[];

  @Field(() => String, { description: "The carrier's code of the service; left out: the cheapest that it offers.", nullable: true })
  service?: string | null;

  @Field(() => DateScalar, { description: 'Day on which the goods are handed over.' })
  shipOn!: string;
}

@InputType({ description: 'A pick-up of booked shipments.' })
export class RequestPickupInput {
  @Field(() => [ID], { description: 'The shipments, each booked by this connector.' })
  shipmentIds!: string[];

  @Field(() => ID, { description: 'The connector that they were booked with.' })
  connectorId!: string;

  @Field(() => AddressInput, { description: 'Where they are fetched.' })
  from!: AddressInput;

  @Field(() => [ParcelInput], { description: 'What is fetched.' })
  parcels!: ParcelInput[];

  @Field(() => DateTimeScalar, { description: 'From when the goods are ready.' })
  readyFrom!: string;

  @Field(() => DateTimeScalar, { description: 'Until when.' })
  readyTo!: string;
}

@ObjectType('ConnectorPayload', { description: 'What became of it.' })
export class ConnectorPayload {
  @Field(() => ConnectorType, { description: 'The connector as it is now; null where nothing was done.', nullable: true })
  connector!: ConnectorType | null;

  @Field(() => [UserErrorType], { description: 'Why nothing was done, all problems at once; empty where it was done.' })
  errors!: UserErrorType[];
}

export const OutgoingCommandPayload = payloadType('OutgoingCommand', 'command', () => OutgoingCommandType);

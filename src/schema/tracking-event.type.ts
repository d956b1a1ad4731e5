/** Tracking events in the graph. */
import { ArgsType, Field, Float, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from './connection.js';
import { EventClassifier, ResponsibleParty, ShipmentStatus, SortDirection } from './enums.js';
import { embedded, oneOf, range } from './mapping.js';
import type { TypeMapping } from './mapping.js';
import { PageArgs } from './page.args.js';
import type { Planned } from './planned.js';
import { DateTimeRange } from './range.input.js';
import { DateTimeScalar } from './scalars.js';
import { SourceType } from './shared.type.js';
import { ShipmentType } from './shipment.type.js';

@ObjectType('Place', { description: 'Where something happened, as far as the carrier says.' })
export class PlaceType {
  @Field(() => String, { description: 'City.', nullable: true })
  city!: string | null;

  @Field(() => String, { description: 'State, province or region.', nullable: true })
  region!: string | null;

  @Field(() => String, { description: 'Country.', nullable: true })
  country!: string | null;

  @Field(() => String, { description: 'Postal code.', nullable: true })
  postalCode!: string | null;

  @Field(() => Float, { description: 'Degrees north.', nullable: true })
  latitude!: number | null;

  @Field(() => Float, { description: 'Degrees east.', nullable: true })
  longitude!: number | null;
}

@ObjectType('TrackingEvent', { description: 'One fact told by a carrier.' })
export class TrackingEventType {
  @Field(() => ID, { description: 'Opaque id.' })
  id!: string;

  @Field(() => DateTimeScalar, {
    description: 'When it happened, with the offset of the place where the carrier gives it.',
  })
  occurredAt!: string;

  @Field(() => Boolean, {
    description: 'True where the carrier gave no offset and the zone was taken from the place or the carrier.',
  })
  zoneAssumed!: boolean;

  @Field(() => DateTimeScalar, { description: 'When we learned it.' })
  recordedAt!: string;

  @Field(() => EventClassifier, { description: 'Plan, estimate or fact.' })
  classifier!: EventClassifier;

  @Field(() => ShipmentStatus, {
    description: 'What it means for the status; null where it means nothing or its code is unknown.',
    nullable: true,
  })
  milestone!: ShipmentStatus | null;

  @Field(() => String, { description: "The carrier's own code.", nullable: true })
  carrierCode!: string | null;

  @Field(() => String, { description: "The carrier's own words.", nullable: true })
  description!: string | null;

  @Field(() => String, { description: 'Why, where the carrier says so.', nullable: true })
  reason!: string | null;

  @Field(() => ResponsibleParty, { description: 'Who is responsible.', nullable: true })
  responsible!: ResponsibleParty | null;

  @Field(() => PlaceType, { description: 'Where.' })
  place!: Planned<PlaceType>;

  @Field(() => Boolean, { description: 'True where the carrier took it back.' })
  retracted!: boolean;

  @Field(() => Boolean, {
    description: 'True where it claims a time more than 24 hours after we received it; it then sets nothing.',
  })
  inFuture!: boolean;

  @Field(() => SourceType, {
    description: 'Which connector or import told it first; null for events from before that was kept. Events have no id or version there.',
    nullable: true,
  })
  source!: Planned<SourceType> | null;

  @Field(() => ShipmentType, { description: 'The shipment.' })
  shipment!: Planned<ShipmentType>;
}

@InputType({ description: 'Which tracking events to list; all members given must hold.' })
export class TrackingEventFilter {
  @Field(() => [EventClassifier], { description: 'Of one of these kinds.', nullable: true })
  classifier?: EventClassifier[] | null;

  @Field(() => [ShipmentStatus], { description: 'With one of these milestones.', nullable: true })
  milestone?: ShipmentStatus[] | null;

  @Field(() => DateTimeRange, { description: 'That happened in this range.', nullable: true })
  occurredAt?: DateTimeRange | null;
}

/** What tracking events can be ordered by. */
export const TrackingEventOrderField = {
  OCCURRED_AT: 'OCCURRED_AT',
  RECORDED_AT: 'RECORDED_AT',
} as const;
export type TrackingEventOrderField = (typeof TrackingEventOrderField)[keyof typeof TrackingEventOrderField];
registerEnumType(TrackingEventOrderField, {
  name: 'TrackingEventOrderField',
  description: 'What tracking events can be ordered by.',
  valuesConfig: {
    OCCURRED_AT: { description: 'By the time it happened.' },
    RECORDED_AT: { description: 'By the time we learned it.' },
  },
});

@InputType({ description: 'The order of a list of tracking events; rows that are equal in it follow their id.' })
export class TrackingEventOrderBy {
  @Field(() => TrackingEventOrderField, { description: 'What to order by.' })
  field!: TrackingEventOrderField;

  @Field(() => SortDirection, { description: 'Which way.', defaultValue: SortDirection.DESC })
  direction!: SortDirection;
}

@ArgsType()
export class TrackingEventPageArgs extends PageArgs {
  @Field(() => TrackingEventFilter, { description: 'Which tracking events to list.', nullable: true })
  filter?: TrackingEventFilter | null;

  @Field(() => TrackingEventOrderBy, { description: 'The order of the list; by default by the time it happened, descending.', nullable: true })
  orderBy?: TrackingEventOrderBy | null;
}

export const TrackingEventConnection = connectionType('TrackingEvent', () => TrackingEventType);

export const trackingEventMapping: TypeMapping = {
  type: 'TrackingEvent',
  entity: 'TrackingEvent',
  fields: {
    place: embedded({ city: 'city', region: 'region', country: 'country', postalCode: 'postalCode', latitude: 'latitude', longitude: 'longitude' }),
    source: embedded({ system: 'sourceSystem', externalId: '@none', version: '@none', syncedAt: 'recordedAt', stale: '@stale' }, 'sourceSystem'),
  },
  filters: {
    classifier: oneOf('classifier'),
    milestone: oneOf('milestone'),
    occurredAt: range('occurredAt'),
  },
  orderings: {
    OCCURRED_AT: 'occurredAt',
    RECORDED_AT: 'recordedAt',
  },
  scope: { supplier: 'shipment.supplier', carrier: 'shipment.carrier' },
};

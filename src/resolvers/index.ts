/** Every resolver, by hand, with what it is given. */
import type { Database } from '../entities/database.js';
import { DeliveryExclusionResolver, DeliveryFigureResolver, DeliveryPerformanceResolver } from './delivery-performance.resolver.js';
import { EventsResolver } from './events.resolver.js';
import { KpiFigureResolver, KpisResolver } from './kpis.resolver.js';
import { LiveResolver } from './live.resolver.js';
import { RecordsResolver } from './records.resolver.js';
import { ViewerResolver } from './viewer.resolver.js';

export interface ResolverServices {
  readonly database: Pick<Database, 'em' | 'reader' | 'wake'>;
  readonly now: () => Date;
}

export const resolverClasses = [
  RecordsResolver,
  ViewerResolver,
  EventsResolver,
  DeliveryPerformanceResolver,
  DeliveryFigureResolver,
  DeliveryExclusionResolver,
  KpisResolver,
  KpiFigureResolver,
  LiveResolver,
] as const;

export function resolverInstances({ database, now }: ResolverServices): ReadonlyMap<unknown, object> {
  const { reader } = database;
  return new Map<unknown, object>([
    [RecordsResolver, new RecordsResolver()],
    [ViewerResolver, new ViewerResolver(reader)],
    [EventsResolver, new EventsResolver(reader)],
    [DeliveryPerformanceResolver, new DeliveryPerformanceResolver(reader, now)],
    [DeliveryFigureResolver, new DeliveryFigureResolver(reader)],
    [DeliveryExclusionResolver, new DeliveryExclusionResolver(reader)],
    [KpisResolver, new KpisResolver(reader, now)],
    [KpiFigureResolver, new KpiFigureResolver(reader)],
    [LiveResolver, new LiveResolver()],
  ]);
}

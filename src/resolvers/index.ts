/** Every resolver, by hand, with what it is given. */
import type { Understanding } from '../domain/inbox.js';
import type { Database } from '../entities/database.js';
import { deliveryStatements } from '../domain/figures/delivery-performance.js';
import type { CheckedRequest } from '../domain/figures/request.js';
import { checkRequest } from '../domain/figures/request.js';
import type { Viewer } from '../domain/viewer.js';
import type { FigureRoots } from '../plan/index.js';
import type { DescribedConnector } from '../connectors/contract.js';
import type { DeliveryPerformanceArgs } from '../schema/delivery-performance.type.js';
import { ConnectorsResolver } from './connectors.resolver.js';
import {
  DeliveryExclusionResolver,
  DeliveryFigureResolver,
  DeliveryPerformanceResolver,
  deliveryRequest,
} from './delivery-performance.resolver.js';
import { EvaluationCriterionResolver } from './evaluation-evidence.resolver.js';
import { EventsResolver } from './events.resolver.js';
import { KpiFigureResolver, KpisResolver } from './kpis.resolver.js';
import { LiveResolver } from './live.resolver.js';
import { MutationsResolver } from './mutations.resolver.js';
import { RecordsResolver } from './records.resolver.js';
import { ViewerResolver } from './viewer.resolver.js';

export interface ResolverServices {
  readonly database: Pick<Database, 'em' | 'reader' | 'wake'>;
  readonly now: () => Date;
  /** How the messages of a sender are understood; null for an unknown one. */
  readonly understandingOf: (senderId: string) => Understanding | null;
  readonly connectors: readonly DescribedConnector[];
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
  EvaluationCriterionResolver,
  LiveResolver,
  MutationsResolver,
  ConnectorsResolver,
] as const;

export function resolverInstances({ database, now, understandingOf, connectors }: ResolverServices): ReadonlyMap<unknown, object> {
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
    [EvaluationCriterionResolver, new EvaluationCriterionResolver(reader)],
    [LiveResolver, new LiveResolver()],
    [MutationsResolver, new MutationsResolver(database, now, understandingOf)],
    [ConnectorsResolver, new ConnectorsResolver(database, now, connectors)],
  ]);
}

/** Root fields whose statements the domain writes, so that the plan can answer them as text. */
export function figureRoots(now: () => Date): FigureRoots {
  const ask = (args: object, viewer: Viewer): CheckedRequest => checkRequest(deliveryRequest(args as DeliveryPerformanceArgs, viewer, now()));
  return new Map([
    [
      'deliveryPerformance',
      {
        statements: (sample, viewer, wanted) =>
          deliveryStatements(ask(sample, viewer), wanted).map(({ values, ...statement }) => ({ ...statement, values: (args, asker) => values(ask(args, asker)) })),
        shape: ({ groupBy }) => String(groupBy),
        resolved: new Set(['DeliveryFigure.evidence', 'DeliveryExclusion.evidence']),
      },
    ],
  ]);
}

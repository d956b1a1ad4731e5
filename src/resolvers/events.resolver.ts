import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { formatCursor, readEvents } from '../domain/event-log.js';
import type { Reader } from '../entities/database.js';
import { badArgument } from '../schema/errors.js';
import { EventsArgs, LogPageType } from '../schema/log-event.type.js';
import type { GatewayContext } from './context.js';

const mostEvents = 500;

@Resolver()
export class EventsResolver {
  constructor(private readonly reader: Reader) {}

  @Query(() => LogPageType, { description: 'The event log, oldest first: what the subscriptions tell, to be read at leisure.' })
  async events(@Args(() => EventsArgs) { first, after, objectType }: EventsArgs, @Ctx() { viewer }: GatewayContext): Promise<LogPageType> {
    if (first < 1 || first > mostEvents) throw badArgument(`"first" must be between 1 and ${mostEvents}; it is ${first}.`);
    const page = await readEvents(this.reader, {
      after: after ?? null,
      limit: first,
      ...(objectType ? { objectTypes: objectType } : {}),
      ...(viewer.supplierId ? { supplierId: viewer.supplierId } : {}),
      ...(viewer.carrierId ? { carrierId: viewer.carrierId } : {}),
    });
    const events = page.events.map((event) => ({
      ...event,
      occurredAt: event.occurredAt.toISOString(),
      recordedAt: event.recordedAt.toISOString(),
    }));
    return { events, endCursor: formatCursor(page.end), hasMore: page.more };
  }
}

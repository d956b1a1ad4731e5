/** The subscriptions: the event log, filtered for the viewer, with the object read by the plan. */
import { Args, Resolver, Root, Subscription } from 'type-graphql';
import type { LogEvent } from '../domain/event-log.js';
import { parsePeriod } from '../domain/periods.js';
import type { Viewer } from '../domain/viewer.js';
import { ObjectType } from '../schema/enums.js';
import { fromDomain } from '../schema/errors.js';
import { PerformanceReviewPublicationType, PerformanceReviewPublishedArgs } from '../schema/review-publication.type.js';
import type { PerformanceReviewPublishedFilter } from '../schema/review-publication.type.js';
import {
  AfterSalesCaseStatusChange,
  AfterSalesCaseStatusChangedArgs,
  OrderStatusChange,
  OrderStatusChangedArgs,
  PurchaseOrderStatusChange,
  PurchaseOrderStatusChangedArgs,
  ShipmentStatusChange,
  ShipmentStatusChangedArgs,
  SupplierEvaluationStatusChange,
  SupplierEvaluationStatusChangedArgs,
} from '../schema/status-change.type.js';
import type { StatusChange, StatusChangeArguments, StatusChangeFilter } from '../schema/status-change.type.js';
import type { GatewayContext } from './context.js';

interface SubscribeCall<Filter> {
  readonly args: { readonly filter?: Filter | null; readonly after?: string | null };
  readonly context: GatewayContext;
}

type Wants<Filter> = (filter: Filter) => (event: LogEvent) => boolean;

const changesOf = (objectType: ObjectType) => eventsOf<StatusChangeFilter>(objectType, wantsChange);

const eventsOf = <Filter extends object>(objectType: ObjectType, wants: Wants<Filter>) => async ({ args, context }: SubscribeCall<Filter>): Promise<AsyncIterable<LogEvent>> => {
  const { feed, signal, viewer, language } = context;
  const wanted = wants(args.filter ?? ({} as Filter));
  try {
    return await feed.subscribe({
      after: args.after ?? null,
      filter: (event) => event.objectType === objectType && mayKnow(viewer, event) && wanted(event),
      signal,
    });
  } catch (error) {
    throw fromDomain(error, language) ?? error;
  }
};

@Resolver()
export class LiveResolver {
  @Subscription(() => OrderStatusChange, { description: 'Status changes of orders.', subscribe: changesOf(ObjectType.ORDER) as never })
  orderStatusChanged(@Root() event: LogEvent, @Args(() => OrderStatusChangedArgs) _args: StatusChangeArguments): StatusChange {
    return changeOf(event, 'order');
  }

  @Subscription(() => PurchaseOrderStatusChange, {
    description: 'Status changes of purchase orders.',
    subscribe: changesOf(ObjectType.PURCHASE_ORDER) as never,
  })
  purchaseOrderStatusChanged(
    @Root() event: LogEvent,
    @Args(() => PurchaseOrderStatusChangedArgs) _args: StatusChangeArguments,
  ): StatusChange {
    return changeOf(event, 'purchaseOrder');
  }

  @Subscription(() => ShipmentStatusChange, { description: 'Status changes of shipments.', subscribe: changesOf(ObjectType.SHIPMENT) as never })
  shipmentStatusChanged(@Root() event: LogEvent, @Args(() => ShipmentStatusChangedArgs) _args: StatusChangeArguments): StatusChange {
    return changeOf(event, 'shipment');
  }

  @Subscription(() => SupplierEvaluationStatusChange, {
    description: 'Status changes of supplier evaluations.',
    subscribe: changesOf(ObjectType.SUPPLIER_EVALUATION) as never,
  })
  supplierEvaluationStatusChanged(
    @Root() event: LogEvent,
    @Args(() => SupplierEvaluationStatusChangedArgs) _args: StatusChangeArguments,
  ): StatusChange {
    return changeOf(event, 'supplierEvaluation');
  }

  @Subscription(() => AfterSalesCaseStatusChange, {
    description: 'Status changes of after-sales cases.',
    subscribe: changesOf(ObjectType.AFTER_SALES_CASE) as never,
  })
  afterSalesCaseStatusChanged(
    @Root() event: LogEvent,
    @Args(() => AfterSalesCaseStatusChangedArgs) _args: StatusChangeArguments,
  ): StatusChange {
    return changeOf(event, 'afterSalesCase');
  }

  @Subscription(() => PerformanceReviewPublicationType, {
    description: 'Performance reviews that are published.',
    subscribe: eventsOf(ObjectType.PERFORMANCE_REVIEW, wantsReview) as never,
  })
  performanceReviewPublished(
    @Root() event: LogEvent,
    @Args(() => PerformanceReviewPublishedArgs) _args: PerformanceReviewPublishedArgs,
  ): PerformanceReviewPublicationType {
    return changeOf(event, 'performanceReview') as unknown as PerformanceReviewPublicationType;
  }
}

/** The member named after the object holds its id; the plan reads the object. */
function changeOf(event: LogEvent, member: string): StatusChange {
  return {
    cursor: event.cursor,
    occurredAt: event.occurredAt.toISOString(),
    recordedAt: event.recordedAt.toISOString(),
    from: event.from,
    to: event.to,
    [member]: event.objectId,
  };
}

/** A partner learns of its own objects alone. */
function mayKnow(viewer: Viewer, event: LogEvent): boolean {
  if (viewer.kind === 'staff') return true;
  return viewer.kind === 'supplier' ? event.supplierId === viewer.supplierId : event.carrierId === viewer.carrierId;
}

/** A review bears its period as number. */
function wantsReview({ periodKind }: PerformanceReviewPublishedFilter): (event: LogEvent) => boolean {
  return ({ number }) => periodKind == null || periodKind.includes(parsePeriod(number).kind);
}

function wantsChange(filter: StatusChangeFilter): (event: LogEvent) => boolean {
  const holds = (allowed: readonly string[] | null | undefined, value: string | null): boolean =>
    allowed == null || (value !== null && allowed.includes(value));
  return (event) =>
    holds(filter.id, event.objectId) &&
    holds(filter.number, event.number) &&
    holds(filter.to, event.to) &&
    holds(filter.supplierId, event.supplierId) &&
    holds(filter.carrierId, event.carrierId);
}

import { visit } from 'graphql';
import type { ASTNode, GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import { defaultStandards } from '../domain/apply/index.js';
import { localDate } from '../domain/dates.js';
import { deliveryEvidence, firstPagesOfRows } from '../domain/figures/delivery-evidence.js';
import type { EvidenceOf, EvidenceResult } from '../domain/figures/delivery-evidence.js';
import { deliveryPerformance } from '../domain/figures/delivery-performance.js';
import { keptBySize } from '../domain/figures/page.js';
import type { DeliveryRequest } from '../domain/figures/request.js';
import type { Viewer } from '../domain/viewer.js';
import type { Reader } from '../entities/database.js';
import {
  DeliveryEvidencePageType,
  DeliveryExclusionType,
  DeliveryFigureType,
  DeliveryPerformanceArgs,
  DeliveryPerformanceType,
  EvidenceArgs,
} from '../schema/delivery-performance.type.js';
import type { GatewayContext } from './context.js';
import { evidencePage } from './evidence-page.js';

/** A figure or exclusion that remembers what it was asked by, so that its evidence is that of the same question. */
interface Asked {
  readonly request: DeliveryRequest;
  readonly of: EvidenceOf;
  /** The first pages of all rows, which are asked for together. */
  readonly firstPages: (first: number) => Promise<(values: readonly (string | null)[]) => EvidenceResult>;
}

@Resolver()
export class DeliveryPerformanceResolver {
  constructor(
    private readonly reader: Reader,
    private readonly now: () => Date,
  ) {}

  @Query(() => DeliveryPerformanceType, { description: 'How many of the promises were kept, by up to two dimensions, with the very lines behind each figure.' })
  async deliveryPerformance(
    @Args(() => DeliveryPerformanceArgs) args: DeliveryPerformanceArgs,
    @Ctx() { viewer }: GatewayContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DeliveryPerformanceType> {
    const request = deliveryRequest(args, viewer, this.now());
    const answer = await deliveryPerformance(this.reader, request, { needsMedian: asksFor(info, 'medianDays') });
    const firstPages = keptBySize((first) => firstPagesOfRows(this.reader, request, first));
    const asked = <T extends object>(value: T, of: EvidenceOf): T & Asked => ({ ...value, request, of, firstPages });
    return {
      rows: answer.rows.map((row) => asked({ ...row, keys: [...row.keys] }, { kind: 'row', values: row.keys.map(({ value }) => value) })),
      totals: asked({ ...answer.totals, keys: [] }, { kind: 'totals' }),
      excluded: answer.excluded.map((exclusion) => asked(exclusion, { kind: 'excluded', reason: exclusion.reason })),
      notYetDue: answer.notYetDue,
      provisional: answer.provisional,
    };
  }
}

/** The question as the domain asks it, about what this viewer may see. */
export function deliveryRequest({ filter, ...args }: DeliveryPerformanceArgs, viewer: Viewer, now: Date): DeliveryRequest {
  return {
    ...args,
    asOf: args.asOf ?? localDate(now, defaultStandards.zone),
    filter: filter && {
      supplierIds: filter.supplierId,
      customerIds: filter.customerId,
      carrierIds: filter.carrierId,
      countries: filter.country,
      modes: filter.mode,
      productClasses: filter.productClass,
      orderStatus: filter.orderStatus,
      ownWarehouse: filter.ownWarehouse,
    },
    scope: { supplierId: viewer.supplierId, carrierId: viewer.carrierId },
  };
}

/** Whether the operation names a field anywhere; one that does so elsewhere pays for it here too, and gets no other answer. */
function asksFor({ operation, fragments }: Pick<GraphQLResolveInfo, 'operation' | 'fragments'>, field: string): boolean {
  const found = { field: false };
  const look = (node: ASTNode): void => {
    visit(node, {
      Field: ({ name }) => {
        found.field ||= name.value === field;
      },
    });
  };
  [operation, ...Object.values(fragments)].forEach(look);
  return found.field;
}

/** The page of evidence of one figure or exclusion. */
async function linesPage(reader: Reader, { request, of, firstPages }: Asked, { first, after }: EvidenceArgs): Promise<DeliveryEvidencePageType> {
  const isFirstOfRow = of.kind === 'row' && after == null;
  const found = isFirstOfRow ? (await firstPages(first))(of.values) : await deliveryEvidence(reader, request, of, { first, after: after ?? null });
  const line = { ORDER: 'orderLine', PURCHASE_ORDER: 'purchaseOrderLine', SHIPMENT: 'shipment' }[request.subject];
  return evidencePage(found, after, ({ orderId, purchaseOrderId, shipmentId, lineId, ...facts }) => ({
    ...facts,
    order: orderId,
    purchaseOrder: purchaseOrderId,
    shipment: shipmentId,
    [line]: lineId,
  }));
}

@Resolver(() => DeliveryFigureType)
export class DeliveryFigureResolver {
  constructor(private readonly reader: Reader) {}

  @FieldResolver(() => DeliveryEvidencePageType, { description: 'The very lines behind the figure.' })
  evidence(@Root() figure: DeliveryFigureType, @Args(() => EvidenceArgs) page: EvidenceArgs): Promise<DeliveryEvidencePageType> {
    return linesPage(this.reader, figure as DeliveryFigureType & Asked, page);
  }
}

@Resolver(() => DeliveryExclusionType)
export class DeliveryExclusionResolver {
  constructor(private readonly reader: Reader) {}

  @FieldResolver(() => DeliveryEvidencePageType, { description: 'The very lines left out.' })
  evidence(@Root() exclusion: DeliveryExclusionType, @Args(() => EvidenceArgs) page: EvidenceArgs): Promise<DeliveryEvidencePageType> {
    return linesPage(this.reader, exclusion as DeliveryExclusionType & Asked, page);
  }
}

import { Args, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { defaultStandards } from '../domain/apply/index.js';
import { localDate } from '../domain/dates.js';
import type { KpiFirstPages } from '../domain/figures/kpi-evidence.js';
import { kpiEvidence, kpiFirstPages } from '../domain/figures/kpi-evidence.js';
import type { KpiRequest } from '../domain/figures/kpi-definitions.js';
import { computeKpis, kpiRequest } from '../domain/figures/kpis.js';
import type { Reader } from '../entities/database.js';
import { EvidenceArgs } from '../schema/delivery-performance.type.js';
import { KpiEvidencePageType, KpisArgs, KpiType } from '../schema/kpi.type.js';
import { evidencePage } from './evidence-page.js';

/** A figure that remembers what it was asked by, so that its evidence is that of the same question. */
interface Asked {
  readonly request: KpiRequest;
  readonly firstPages: KpiFirstPages;
}

const { zone } = defaultStandards;

@Resolver()
export class KpisResolver {
  constructor(
    private readonly reader: Reader,
    private readonly now: () => Date,
  ) {}

  @Query(() => [KpiType], { description: "The manual's figures of any period against their targets, each with the very records behind it." })
  async kpis(@Args(() => KpisArgs) { from, to, asOf, byProductClass }: KpisArgs): Promise<KpiType[]> {
    const request = await kpiRequest(this.reader, { from, to, asOf: asOf ?? localDate(this.now(), zone), zone, byProductClass });
    const figures = await computeKpis(this.reader, request);
    const firstPages = kpiFirstPages(this.reader, request);
    return figures.map((figure): KpiType & Asked => ({ ...figure, request, firstPages }));
  }
}

const members = { ORDER: 'order', ORDER_LINE: 'orderLine', AFTER_SALES_CASE: 'afterSalesCase', RECEIPT_LINE: null } as const;

@Resolver(() => KpiType)
export class KpiFigureResolver {
  constructor(private readonly reader: Reader) {}

  @FieldResolver(() => KpiEvidencePageType, { description: 'The very records behind the figure.' })
  async evidence(@Root() figure: KpiType, @Args(() => EvidenceArgs) { first, after }: EvidenceArgs): Promise<KpiEvidencePageType> {
    const { kpi, productClass } = figure;
    const { request, firstPages } = figure as KpiType & Asked;
    const of = { kpi, productClass };
    const found = await (after == null ? firstPages(of, first) : kpiEvidence(this.reader, request, of, { first, after }));
    return evidencePage(found, after, (node) => {
      const member = members[node.objectType];
      return { ...node, ...(member && { [member]: node.objectId }) };
    });
  }
}

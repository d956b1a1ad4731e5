import DataLoader from 'dataloader';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { defaultStandards } from '../domain/apply/index.js';
import { criterionEvidence, firstPagesOfCriteria } from '../domain/supplier-evidence.js';
import type { CriterionEvidenceResult } from '../domain/supplier-evidence.js';
import type { Reader } from '../entities/database.js';
import { EvidenceArgs } from '../schema/delivery-performance.type.js';
import { EvaluationEvidencePageType } from '../schema/evaluation-evidence.type.js';
import { EvaluationCriterionType } from '../schema/supplier-evaluation.type.js';
import type { GatewayContext } from './context.js';
import { evidencePage } from './evidence-page.js';

const { zone } = defaultStandards;

@Resolver(() => EvaluationCriterionType)
export class EvaluationCriterionResolver {
  constructor(private readonly reader: Reader) {}

  @FieldResolver(() => EvaluationEvidencePageType, {
    description:
      'The very records behind it, by the conditions that counted them: their numerators and denominators add up to the criterion\'s, as long as none was changed or added to the period since the evaluation. They are shown as they are known now.',
  })
  async evidence(
    @Root() { id }: EvaluationCriterionType,
    @Args(() => EvidenceArgs) { first, after }: EvidenceArgs,
    @Ctx() { references }: GatewayContext,
  ): Promise<EvaluationEvidencePageType> {
    const found = await (after == null ? this.firstPages(references, first).load(id) : criterionEvidence(this.reader, id, { first, after }, zone));
    return evidencePage(found, after, ({ purchaseOrderId, purchaseOrderLineId, shipmentId, ...record }) => ({
      ...record,
      receiptLine: record.objectType === 'RECEIPT_LINE' ? record.objectId : null,
      purchaseOrderLine: purchaseOrderLineId,
      purchaseOrder: purchaseOrderId,
      shipment: shipmentId,
    }));
  }

  /** Who asks for that of one criterion of a list asks for all. */
  private firstPages(references: GatewayContext['references'], first: number): DataLoader<string, CriterionEvidenceResult> {
    const key = `EvaluationCriterion.evidence ${first}`;
    const known = references.get(key) as DataLoader<string, CriterionEvidenceResult> | undefined;
    if (known) return known;
    const loader = new DataLoader<string, CriterionEvidenceResult>(async (ids) => {
      const pages = await firstPagesOfCriteria(this.reader, ids, first, zone);
      return ids.map((id) => pages.get(id) ?? { nodes: [], hasNextPage: false });
    });
    references.set(key, loader as DataLoader<string, unknown>);
    return loader;
  }
}

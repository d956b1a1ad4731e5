/** The buyer accepts or refuses what a supplier proposed (R19). */
import { ObjectType, ProposalDecision, Role } from '../../entities/enums.js';
import { ConfirmationLine, PurchaseOrder, PurchaseOrderLine } from '../../entities/index.js';
import { Change } from '../apply/changes.js';
import { stateOf, writeHeader, writeLine } from '../apply/purchase-order-lines.js';
import { type Problem, problem } from '../errors.js';
import { type LineChanges, decideProposal, headerStatus } from '../purchase-order-rules.js';
import { statusEvent } from '../status-event.js';
import type { Transaction } from '../transaction.js';
import { type CommandContext, type CommandResult, checkText, done, isId, notFound, onObject, refused } from './command.js';

export interface DecideProposalsInput {
  readonly purchaseOrderId: string;
  readonly decisions: readonly {
    readonly confirmationLineId: string;
    readonly accept: boolean;
    /** Told to the supplier. */
    readonly reason?: string | null;
  }[];
}

/** Procurement's decision on pending proposals of one purchase order; all are taken, or none. */
export function decideProposals(context: CommandContext, input: DecideProposalsInput): Promise<CommandResult> {
  const object = { type: ObjectType.PURCHASE_ORDER, id: input.purchaseOrderId, member: 'purchaseOrderId' };
  const may = context.viewer.roles.some((role) => role === Role.PROCUREMENT || role === Role.ADMIN);
  return onObject(context, { name: 'decideProposals', input, ...object }, async (tx) =>
    may ? decide(tx, input) : refused([problem('FORBIDDEN', [], {})]),
  );
}

async function decide(tx: Transaction, { purchaseOrderId, decisions }: DecideProposalsInput): Promise<CommandResult> {
  const { em, now } = tx;
  const order = await em.findOne(PurchaseOrder, { id: purchaseOrderId });
  if (!order) return notFound('purchaseOrderId');
  const lines = await em.find(PurchaseOrderLine, { purchaseOrder: order.id });
  const ids = decisions.map(({ confirmationLineId }) => confirmationLineId).filter(isId);
  const found = await em.find(ConfirmationLine, { id: { $in: ids }, confirmation: { purchaseOrder: order.id } });
  const proposals = new Map(found.map((each) => [each.id, each]));

  const problems: Problem[] = decisions.length === 0 ? [problem('LIST_EMPTY', ['decisions'], {})] : [];
  const taken: { proposal: ConfirmationLine; changes: LineChanges; decision: ProposalDecision; reason: string | null }[] = [];
  const decided = new Set<string>();
  decisions.forEach(({ confirmationLineId, accept, reason }, index) => {
    const path = ['decisions', String(index)];
    problems.push(...checkText(reason, [...path, 'reason']));
    const proposal = proposals.get(confirmationLineId.toLowerCase());
    const line = lines.find(({ id }) => id === proposal?.line.id);
    if (!proposal || !line) return void problems.push(problem('NOT_FOUND', [...path, 'confirmationLineId'], {}));
    if (decided.has(line.id)) return void problems.push(problem('LINE_TWICE', path, { line: line.lineNo }));
    decided.add(line.id);
    const terms = { quantity: proposal.quantity ?? null, promisedDate: proposal.promisedDate ?? null, unitPrice: proposal.unitPrice ?? null };
    const result = decideProposal(stateOf(line), { ...terms, decision: proposal.decision }, accept, path);
    problems.push(...result.problems);
    taken.push({ proposal, changes: result.changes, decision: result.decision, reason: reason ?? null });
  });
  if (problems.length > 0) return refused(problems);

  const from = order.status;
  const change = new Change(ObjectType.PURCHASE_ORDER, order.id, null);
  for (const { proposal, changes, decision, reason } of taken) {
    const line = lines.find(({ id }) => id === proposal.line.id);
    if (line) writeLine(change, line, changes);
    Object.assign(proposal, { decision, decidedAt: now, decisionReason: reason });
    change.note(`proposals.${proposal.id}`, 'decision', ProposalDecision.PENDING, decision);
  }
  writeHeader(change, order, lines, headerStatus(from, lines.map(({ status }) => status)), now);
  change.audit(tx);
  if (order.status !== from) tx.append(statusEvent(order, from, now));
  return done(order.id);
}

/** A supplier's scorecard: the supplier disputes it, procurement makes it final (R21). */
import { EvaluationStatus, ObjectType } from '../../entities/enums.js';
import { SupplierEvaluation } from '../../entities/index.js';
import { Change } from '../apply/changes.js';
import { problem } from '../errors.js';
import { checkMove, evaluationMoves, mayMove } from '../transitions.js';
import { type CommandContext, type CommandResult, checkText, isBlank, moverOf, notFound, onObject, refused } from './command.js';
import { move } from './move.js';

/** A supplier disputes its own evaluation; another supplier's is NOT_FOUND. */
export function disputeEvaluation(
  context: CommandContext,
  input: { readonly evaluationId: string; readonly reason: string },
): Promise<CommandResult> {
  return moveEvaluation(context, 'disputeEvaluation', input, EvaluationStatus.DISPUTED);
}

export function finaliseEvaluation(
  context: CommandContext,
  input: { readonly evaluationId: string; readonly reason?: string | null },
): Promise<CommandResult> {
  return moveEvaluation(context, 'finaliseEvaluation', input, EvaluationStatus.FINAL);
}

function moveEvaluation(
  context: CommandContext,
  name: string,
  input: { readonly evaluationId: string; readonly reason?: string | null },
  to: EvaluationStatus,
): Promise<CommandResult> {
  const { viewer } = context;
  const { evaluationId: id, reason = null } = input;
  const disputed = to === EvaluationStatus.DISPUTED;
  const command = { name, input, type: ObjectType.SUPPLIER_EVALUATION, id, member: 'evaluationId' };
  return onObject(context, command, async (tx) => {
    const evaluation = await tx.em.findOne(SupplierEvaluation, { id, ...(viewer.kind === 'staff' ? {} : { supplier: viewer.supplierId }) });
    if (!evaluation) return notFound('evaluationId');
    const who = moverOf(viewer, (role) => mayMove(evaluationMoves, evaluation.status, to, role));
    const problems = [...checkMove(evaluationMoves, evaluation.status, to, who), ...checkText(reason, ['reason'])];
    if (disputed && isBlank(reason)) problems.push(problem('REASON_REQUIRED', ['reason'], {}));
    if (problems.length > 0) return refused(problems);
    const change = new Change(ObjectType.SUPPLIER_EVALUATION, evaluation.id, null);
    change.assign(evaluation, disputed ? { disputeReason: reason } : { finalisedAt: tx.now });
    return move(tx, change, evaluation, to, disputed ? null : reason);
  });
}

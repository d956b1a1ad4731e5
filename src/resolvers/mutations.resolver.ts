/** Mutations: authorised by the access table, done by the domain's commands, answered with the object or the problems. */
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { defaultStandards } from '../domain/apply/index.js';
import { changeCaseStatus, changeOrderStatus, changePurchaseOrderStatus } from '../domain/commands/change-status.js';
import type { CommandContext, CommandResult } from '../domain/commands/command.js';
import { confirmPurchaseOrder } from '../domain/commands/confirm-purchase-order.js';
import { decideProposals } from '../domain/commands/decide-proposals.js';
import { disputeEvaluation, finaliseEvaluation } from '../domain/commands/evaluations.js';
import { openCase } from '../domain/commands/open-case.js';
import { replay } from '../domain/inbox.js';
import { replayUnmapped } from '../domain/replay-unmapped.js';
import type { Understanding } from '../domain/inbox.js';
import type { Database } from '../entities/database.js';
import {
  AfterSalesCasePayload,
  ChangeCaseStatusInput,
  ChangeOrderStatusInput,
  ChangePurchaseOrderStatusInput,
  ConfirmPurchaseOrderInput,
  DecideProposalsInput,
  EvaluationReasonInput,
  FinaliseEvaluationInput,
  InboxMessagePayload,
  OpenCaseInput,
  OrderPayload,
  PurchaseOrderPayload,
  ReplayMessageInput,
  ReplayUnmappedInput,
  ReplayUnmappedPayload,
  SupplierEvaluationPayload,
} from '../schema/mutation.types.js';
import type { Payload } from '../schema/payload.js';
import { userErrors } from '../schema/user-error.type.js';
import type { GatewayContext } from './context.js';

const key = {
  description: 'The same key with the same input is done once and answered alike; the `Idempotency-Key` header says the same.',
  nullable: true,
} as const;

@Resolver()
export class MutationsResolver {
  constructor(
    private readonly database: Pick<Database, 'em' | 'wake'>,
    private readonly now: () => Date,
    private readonly understandingOf: (connectorId: string) => Understanding | null,
  ) {}

  @Mutation(() => PurchaseOrderPayload, { description: 'As a supplier, answer a purchase order line by line: accept, propose a change, backorder, refuse.' })
  async confirmPurchaseOrder(
    @Arg('input', () => ConfirmPurchaseOrderInput, { description: 'The answer.' }) input: ConfirmPurchaseOrderInput,
    @Arg('idempotencyKey', () => String, key) idempotencyKey: string | null,
    @Ctx() context: GatewayContext,
  ): Promise<Payload> {
    const result = await confirmPurchaseOrder(this.commandOf(context, idempotencyKey), input);
    return payload('purchaseOrder', result, context);
  }

  @Mutation(() => PurchaseOrderPayload, { description: 'As the buyer, agree to or refuse what a supplier proposed.' })
  async decideProposals(
    @Arg('input', () => DecideProposalsInput, { description: 'The decisions.' }) input: DecideProposalsInput,
    @Arg('idempotencyKey', () => String, key) idempotencyKey: string | null,
    @Ctx() context: GatewayContext,
  ): Promise<Payload> {
    return payload('purchaseOrder', await decideProposals(this.commandOf(context, idempotencyKey), input), context);
  }

  @Mutation(() => PurchaseOrderPayload, { description: 'Approve, issue, close or cancel a purchase order.' })
  async changePurchaseOrderStatus(
    @Arg('input', () => ChangePurchaseOrderStatusInput, { description: 'The move.' }) input: ChangePurchaseOrderStatusInput,
    @Arg('idempotencyKey', () => String, key) idempotencyKey: string | null,
    @Ctx() context: GatewayContext,
  ): Promise<Payload> {
    return payload('purchaseOrder', await changePurchaseOrderStatus(this.commandOf(context, idempotencyKey), { ...input, ...nulls(input, 'reason') }), context);
  }

  @Mutation(() => OrderPayload, { description: 'Move an order to another state, as the transition table allows for your role.' })
  async changeOrderStatus(
    @Arg('input', () => ChangeOrderStatusInput, { description: 'The move.' }) input: ChangeOrderStatusInput,
    @Arg('idempotencyKey', () => String, key) idempotencyKey: string | null,
    @Ctx() context: GatewayContext,
  ): Promise<Payload> {
    return payload('order', await changeOrderStatus(this.commandOf(context, idempotencyKey), { ...input, ...nulls(input, 'reason') }), context);
  }

  @Mutation(() => AfterSalesCasePayload, { description: 'Open an after-sales case.' })
  async openCase(
    @Arg('input', () => OpenCaseInput, { description: 'The case.' }) input: OpenCaseInput,
    @Arg('idempotencyKey', () => String, key) idempotencyKey: string | null,
    @Ctx() context: GatewayContext,
  ): Promise<Payload> {
    const stated = nulls(input, 'customerId', 'orderId', 'orderLineId', 'shipmentId', 'reason', 'quantity');
    return payload('afterSalesCase', await openCase(this.commandOf(context, idempotencyKey), { ...input, ...stated }), context);
  }

  @Mutation(() => AfterSalesCasePayload, { description: 'Move a case to another state; an approval sets the date by which the goods must be back.' })
  async changeCaseStatus(
    @Arg('input', () => ChangeCaseStatusInput, { description: 'The move.' }) input: ChangeCaseStatusInput,
    @Arg('idempotencyKey', () => String, key) idempotencyKey: string | null,
    @Ctx() context: GatewayContext,
  ): Promise<Payload> {
    const stated = nulls(input, 'reason', 'resolution', 'returnTrackingNumber');
    return payload('afterSalesCase', await changeCaseStatus(this.commandOf(context, idempotencyKey), { ...input, ...stated }), context);
  }

  @Mutation(() => SupplierEvaluationPayload, { description: 'As a supplier, dispute your own evaluation while it is provisional.' })
  async disputeEvaluation(
    @Arg('input', () => EvaluationReasonInput, { description: 'Which, and why.' }) input: EvaluationReasonInput,
    @Arg('idempotencyKey', () => String, key) idempotencyKey: string | null,
    @Ctx() context: GatewayContext,
  ): Promise<Payload> {
    const result = await disputeEvaluation(this.commandOf(context, idempotencyKey), input);
    return payload('supplierEvaluation', result, context);
  }

  @Mutation(() => SupplierEvaluationPayload, { description: 'Make an evaluation final.' })
  async finaliseEvaluation(
    @Arg('input', () => FinaliseEvaluationInput, { description: 'Which.' }) input: FinaliseEvaluationInput,
    @Arg('idempotencyKey', () => String, key) idempotencyKey: string | null,
    @Ctx() context: GatewayContext,
  ): Promise<Payload> {
    return payload('supplierEvaluation', await finaliseEvaluation(this.commandOf(context, idempotencyKey), { ...input, ...nulls(input, 'reason') }), context);
  }

  @Mutation(() => InboxMessagePayload, { description: 'Read a message again and apply what it says by now: a parked one once its reason is gone, any once a table knows its codes. Safe at any time.' })
  async replayMessage(
    @Arg('input', () => ReplayMessageInput, { description: 'Which.' }) input: ReplayMessageInput,
    @Ctx() { viewer, channel }: GatewayContext,
  ): Promise<Payload> {
    const { id } = await replay(this.database, input.messageId, this.understandingOf, { now: this.now(), by: { actor: viewer.subject, channel } });
    return { errors: [], message: id } as Payload;
  }

  @Mutation(() => ReplayUnmappedPayload, { description: 'Read again, oldest first, what came while a code was unknown, once the table has learned it: up to 500 messages at a time. Safe at any time.' })
  async replayUnmapped(
    @Arg('input', () => ReplayUnmappedInput, { description: 'Of which connector.' }) { connectorId, after = null }: ReplayUnmappedInput,
    @Ctx() { viewer, channel }: GatewayContext,
  ): Promise<ReplayUnmappedPayload> {
    const by = { actor: viewer.subject, channel };
    return { ...(await replayUnmapped(this.database, this.understandingOf, { connectorId, after, now: this.now(), by })), errors: [] };
  }

  private commandOf({ viewer, channel, idempotencyKey: header }: GatewayContext, argument: string | null): CommandContext {
    const { zone, calendar } = defaultStandards;
    const by = { actor: viewer.subject, channel };
    return { database: this.database, now: this.now(), by, viewer, idempotencyKey: argument ?? header, zone, calendar };
  }
}

/** The member named after the object holds its id; the plan reads the object as it is after the commit. */
function payload(member: string, result: CommandResult, { language }: GatewayContext): Payload {
  return result.ok ? ({ errors: [], [member]: result.id } as Payload) : { errors: userErrors(result.problems, language) };
}

/** What a client left out is null to the domain. */
function nulls<T extends object, K extends keyof T>(input: T, ...members: K[]): { [Member in K]: NonNullable<T[Member]> | null } {
  return Object.fromEntries(members.map((member) => [member, input[member] ?? null])) as { [Member in K]: NonNullable<T[Member]> | null };
}

/** Connectors and what outside systems are told: for operators and dispatchers. */
import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { DescribedConnector } from '../connectors/contract.js';
import { defaultStandards } from '../domain/apply/index.js';
import type { CommandContext, CommandResult } from '../domain/commands/command.js';
import { bookShipment, requestPickup } from '../domain/commands/transport.js';
import type { Takers } from '../domain/commands/transport.js';
import type { Address } from '../domain/outgoing/commands.js';
import { cursorAt, pauseConnector, pullAgain, resumeConnector } from '../domain/connectors/control.js';
import { connectorHealth } from '../domain/connectors/health.js';
import { DomainError } from '../domain/errors.js';
import { kindsOf } from '../domain/outgoing/plan.js';
import { retryCommand } from '../domain/outgoing/queue.js';
import type { Database } from '../entities/database.js';
import {
  BookShipmentInput,
  BreakerState,
  ConnectorInput,
  ConnectorKind,
  ConnectorPayload,
  ConnectorType,
  OutgoingCommandPayload,
  PullAgainInput,
  RequestPickupInput,
  RetryCommandInput,
} from '../schema/connector.type.js';
import type { AddressInput, ParcelInput } from '../schema/connector.type.js';
import { OutgoingKind } from '../schema/enums.js';
import type { Payload } from '../schema/payload.js';
import { userErrors } from '../schema/user-error.type.js';
import type { GatewayContext } from './context.js';

@Resolver()
export class ConnectorsResolver {
  constructor(
    private readonly database: Pick<Database, 'em' | 'reader' | 'wake'>,
    private readonly now: () => Date,
    private readonly described: readonly DescribedConnector[],
  ) {}

  @Query(() => [ConnectorType], { description: 'Every configured connector, and how it fares.' })
  async connectors(): Promise<ConnectorType[]> {
    return this.show(this.described);
  }

  @Mutation(() => ConnectorPayload, { description: 'Neither pull a connector nor tell it anything until it is resumed. What it sends by itself is still taken.' })
  async pauseConnector(
    @Arg('input', () => ConnectorInput, { description: 'Which.' }) { connectorId, reason = null }: ConnectorInput,
    @Ctx() context: GatewayContext,
  ): Promise<ConnectorPayload> {
    return this.control(connectorId, () => pauseConnector(this.database, connectorId, { ...this.by(context), reason }));
  }

  @Mutation(() => ConnectorPayload, { description: 'Go on with a connector that was paused.' })
  async resumeConnector(
    @Arg('input', () => ConnectorInput, { description: 'Which.' }) { connectorId, reason = null }: ConnectorInput,
    @Ctx() context: GatewayContext,
  ): Promise<ConnectorPayload> {
    return this.control(connectorId, () => resumeConnector(this.database, connectorId, { ...this.by(context), reason }));
  }

  @Mutation(() => ConnectorPayload, { description: 'Let the next pull begin at a day, or from the beginning. What is known already changes nothing.' })
  async pullConnectorAgain(
    @Arg('input', () => PullAgainInput, { description: 'Which, and since when.' }) { connectorId, since, reason = null }: PullAgainInput,
    @Ctx() context: GatewayContext,
  ): Promise<ConnectorPayload> {
    return this.control(connectorId, ({ connection }) =>
      pullAgain(this.database, connectorId, cursorAt(connection, since ?? null, this.now()), { ...this.by(context), reason }),
    );
  }

  @Mutation(() => OutgoingCommandPayload, { description: 'Try again what an outside system did not take.' })
  async retryCommand(
    @Arg('input', () => RetryCommandInput, { description: 'Which.' }) { commandId, reason = null }: RetryCommandInput,
    @Ctx() context: GatewayContext,
  ): Promise<Payload> {
    const { id } = await retryCommand(this.database, commandId, { ...this.by(context), reason });
    return { errors: [], command: id } as Payload;
  }

  @Mutation(() => OutgoingCommandPayload, { description: "Book a shipment with a carrier. The tracking number stands in the shipment once the carrier has answered." })
  async bookShipment(
    @Arg('input', () => BookShipmentInput, { description: 'What, with whom.' }) input: BookShipmentInput,
    @Ctx() context: GatewayContext,
  ): Promise<Payload> {
    const { from, to, parcels, service, ...rest } = input;
    const stated = { ...rest, from: place(from), to: place(to), parcels: goods(parcels), service: service ?? null };
    return answer(await bookShipment(this.commandOf(context), this.takers(OutgoingKind.BOOK_SHIPMENT), stated), context);
  }

  @Mutation(() => OutgoingCommandPayload, { description: 'Have booked shipments fetched.' })
  async requestPickup(
    @Arg('input', () => RequestPickupInput, { description: 'What, where and when.' }) input: RequestPickupInput,
    @Ctx() context: GatewayContext,
  ): Promise<Payload> {
    const stated = { ...input, from: place(input.from), parcels: goods(input.parcels) };
    return answer(await requestPickup(this.commandOf(context), this.takers(OutgoingKind.REQUEST_PICKUP), stated), context);
  }

  private takers(kind: OutgoingKind): Takers {
    return new Set(this.described.filter(({ connection }) => kindsOf(connection.commands).has(kind)).map(({ id }) => id));
  }

  private async control(connectorId: string, work: (connector: DescribedConnector) => Promise<void>): Promise<ConnectorPayload> {
    const connector = this.described.find(({ id }) => id === connectorId);
    if (!connector) throw DomainError.notFound(['connectorId']);
    await work(connector);
    const [shown = null] = await this.show([connector]);
    return { connector: shown, errors: [] };
  }

  private async show(connectors: readonly DescribedConnector[]): Promise<ConnectorType[]> {
    const health = await connectorHealth(this.database.reader, connectors.map(({ id }) => id), this.now());
    return connectors.map(({ id, type, kind, connection, breaker }, index) => ({
      ...(health[index] as (typeof health)[number]),
      id,
      type,
      kind: ConnectorKind[kind.toUpperCase() as ConnectorKind],
      takesWebhooks: connection.webhook !== undefined,
      isPulled: connection.pull !== undefined,
      takes: [...kindsOf(connection.commands)],
      breaker: BreakerState[breaker().toUpperCase() as BreakerState],
    }));
  }

  private by({ viewer, channel }: GatewayContext): { now: Date; by: { actor: string; channel: string } } {
    return { now: this.now(), by: { actor: viewer.subject, channel } };
  }

  private commandOf(context: GatewayContext): CommandContext {
    const { zone, calendar } = defaultStandards;
    return { database: this.database, ...this.by(context), viewer: context.viewer, idempotencyKey: context.idempotencyKey, zone, calendar };
  }
}

function answer(result: CommandResult, { language }: GatewayContext): Payload {
  return result.ok ? ({ errors: [], command: result.id } as Payload) : { errors: userErrors(result.problems, language) };
}

function place({ company, region, postalCode, phone, email, ...rest }: AddressInput): Address {
  return { ...rest, company: company ?? null, region: region ?? null, postalCode: postalCode ?? null, phone: phone ?? null, email: email ?? null };
}

function goods(parcels: readonly ParcelInput[]): { weightKg: string; sizeCm: string[] | null }[] {
  return parcels.map(({ weightKg, sizeCm }) => ({ weightKg, sizeCm: sizeCm ?? null }));
}

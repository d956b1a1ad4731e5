/** Whatever tells its status changes live: an object of either partner of the small company, and how it is moved twice. */
import type { Fact } from '../../src/domain/facts.js';
import { companyFacts, tell } from './company.js';
import { evaluate } from './evaluations.js';
import { untilReadable } from './event-log.js';
import type { GraphqlAnswer, TestGateway } from './gateway.js';

/** An object as the filters of the subscriptions know it. */
export interface Moved {
  readonly id: string;
  readonly number: string;
  readonly supplierId?: string;
  readonly carrierId?: string;
}

export interface ChangeKind {
  /** Field of Subscription. */
  readonly field: string;
  readonly filter: string;
  /** Where a change holds the object. */
  readonly member: string;
  /** Where it goes, one after the other. */
  readonly statuses: readonly [string, string];
  /** The members of its filter. */
  readonly filters: readonly string[];
  /** Objects with an even `n` are those of S-1 and K-1, with an odd one those of S-2 and K-2. */
  object(company: MovingCompany, n: number): Promise<Moved>;
  move(company: MovingCompany, object: Moved, to: string): Promise<void>;
}

export interface Change {
  readonly cursor: string;
  readonly from: string | null;
  readonly to: string;
  readonly id: string | undefined;
}

/** The small company, with a buyer and an ERP who move its objects. */
export class MovingCompany {
  private version = 1;

  private constructor(
    readonly gateway: TestGateway,
    private readonly buyer: string,
    private readonly facts: readonly Fact[],
  ) {}

  static async open(gateway: TestGateway, orders = 16): Promise<MovingCompany> {
    const company = new MovingCompany(gateway, await gateway.staff('ADMIN'), companyFacts(orders));
    await tell(gateway.test.database, company.facts, gateway.now());
    return company;
  }

  async ask<T = Record<string, unknown>>(query: string, variables?: Record<string, unknown>): Promise<T> {
    const { data, errors }: GraphqlAnswer<T> = await this.gateway.graphql<T>(this.buyer, query, variables);
    if (!data || errors) throw new Error(JSON.stringify(errors));
    return data;
  }

  /** Sends a command that must be done. */
  async command(query: string, input: Record<string, unknown>): Promise<void> {
    const { done } = await this.ask<{ done: { errors: unknown[] } }>(query, { input });
    if (done.errors.length > 0) throw new Error(JSON.stringify(done.errors));
  }

  /** The ERP tells a record anew, with other members. */
  async say(kind: Fact['kind'], { number }: Moved, members: { readonly status: string; readonly carrier?: string }): Promise<void> {
    const fact = this.facts.find((each) => each.kind === kind && 'number' in each && each.number === number);
    this.version += 1;
    const source = { externalId: fact?.source.externalId, version: String(this.version), updatedAt: new Date(Date.parse('2026-03-02T00:00:00Z') + this.version * 1000).toISOString() };
    await tell(this.gateway.test.database, [{ ...fact, ...members, source } as Fact], this.gateway.now());
  }

  /** The cursor after everything that has happened. */
  async head(): Promise<string> {
    await untilReadable(this.gateway.test.database);
    const { events } = await this.ask<{ events: { endCursor: string; hasMore: boolean } }>('{ events(first: 500) { endCursor hasMore } }');
    if (events.hasMore) throw new Error('The log of this company is longer than a page.');
    return events.endCursor;
  }
}

const told = (kind: 'order' | 'purchaseOrder' | 'shipment'): ChangeKind['move'] => (company, object, to) => company.say(kind, object, { status: to });

export const changeKinds: readonly ChangeKind[] = [
  {
    field: 'orderStatusChanged',
    filter: 'OrderStatusChangedFilter',
    member: 'order',
    statuses: ['IN_PRODUCTION', 'IN_INSPECTION'],
    filters: ['id', 'number', 'to'],
    object: async (company, n) => (await company.ask<{ order: Moved }>(`{ order(number: "O-${1000 + n}") { id number } }`)).order,
    move: told('order'),
  },
  {
    field: 'purchaseOrderStatusChanged',
    filter: 'PurchaseOrderStatusChangedFilter',
    member: 'purchaseOrder',
    statuses: ['CANCELLED', 'CLOSED'],
    filters: ['id', 'number', 'to', 'supplierId'],
    object: async (company, n) => {
      const { record } = await company.ask<{ record: WithPartners }>(`{ record: purchaseOrder(number: "PO-${1000 + n}-${(n % 2) + 1}") { id number supplier { id } } }`);
      return flat(record);
    },
    move: told('purchaseOrder'),
  },
  {
    field: 'shipmentStatusChanged',
    filter: 'ShipmentStatusChangedFilter',
    member: 'shipment',
    statuses: ['IN_TRANSIT', 'DELIVERED'],
    filters: ['id', 'number', 'to', 'supplierId', 'carrierId'],
    object: async (company, n) => {
      const { record } = await company.ask<{ record: WithPartners }>(`{ record: shipment(number: "SH-${1000 + n}") { id number supplier { id } carrier { id } } }`);
      return flat(record);
    },
    move: told('shipment'),
  },
  {
    field: 'supplierEvaluationStatusChanged',
    filter: 'SupplierEvaluationStatusChangedFilter',
    member: 'supplierEvaluation',
    statuses: ['DISPUTED', 'FINAL'],
    filters: ['id', 'number', 'to', 'supplierId'],
    object: async (company, n) => {
      const { database } = company.gateway.test;
      const periodFrom = `${2000 + n}-01-01`;
      const id = await evaluate(database, `S-${(n % 2) + 1}`, periodFrom, company.gateway.now());
      const { record } = await company.ask<{ record: WithPartners }>('query ($id: ID!) { record: supplierEvaluation(id: $id) { id supplier { id } } }', { id });
      return { ...flat(record), number: `MONTH ${periodFrom}` };
    },
    move: async (company, { id, supplierId }, to) => {
      if (to === 'FINAL') return company.command('mutation ($input: FinaliseEvaluationInput!) { done: finaliseEvaluation(input: $input) { errors { code } } }', { evaluationId: id, reason: 'Looked at again.' });
      const { supplier } = await company.ask<{ supplier: { number: string } }>('query ($id: ID!) { supplier(id: $id) { number } }', { id: supplierId });
      const key = await company.gateway.partner('SUPPLIER', supplier.number);
      const answer = await company.gateway.graphql(key, 'mutation ($input: EvaluationReasonInput!) { disputeEvaluation(input: $input) { errors { code } } }', { input: { evaluationId: id, reason: 'Not so.' } }, { path: '/partner/graphql' });
      expect(answer).toEqual({ data: { disputeEvaluation: { errors: [] } } });
    },
  },
  {
    field: 'afterSalesCaseStatusChanged',
    filter: 'AfterSalesCaseStatusChangedFilter',
    member: 'afterSalesCase',
    statuses: ['IN_REVIEW', 'APPROVED'],
    filters: ['id', 'number', 'to'],
    object: async (company, n) => {
      const { order } = await company.ask<{ order: { lines: { id: string }[] } }>(`{ order(number: "O-${1000 + n}") { lines { id } } }`);
      const input = { kind: 'RETURN', orderLineId: order.lines[0]?.id, subject: 'Scratched', reason: 'A scratch on the lens', quantity: '1' };
      const { openCase } = await company.ask<{ openCase: { afterSalesCase: Moved } }>('mutation ($input: OpenCaseInput!) { openCase(input: $input) { afterSalesCase { id number } } }', { input });
      return openCase.afterSalesCase;
    },
    move: (company, { id }, to) => company.command('mutation ($input: ChangeCaseStatusInput!) { done: changeCaseStatus(input: $input) { errors { code } } }', { caseId: id, to }),
  },
];

interface WithPartners {
  readonly id: string;
  readonly number: string;
  readonly supplier?: { readonly id: string };
  readonly carrier?: { readonly id: string };
}

function flat({ id, number, supplier, carrier }: WithPartners): Moved {
  return { id, number, ...(supplier && { supplierId: supplier.id }), ...(carrier && { carrierId: carrier.id }) };
}

interface Told {
  readonly cursor: string;
  readonly from: string | null;
  readonly to: string;
  readonly object: { readonly id: string } | null;
}

/** What a subscription tells, one change at a time. */
export interface Listening {
  next(): Promise<Change>;
  end(): Promise<void>;
}

/** Subscribes after a cursor. Nothing needs to be waited for: what has happened since then is told first. */
export function listen(gateway: TestGateway, token: string, kind: ChangeKind, variables: { after: string; filter?: Record<string, unknown> }, path?: string): Listening {
  const query = `subscription ($after: Cursor, $filter: ${kind.filter}) { ${kind.field}(after: $after, filter: $filter) { cursor from to object: ${kind.member} { id } } }`;
  const stream = gateway.socket(token, path).iterate<Record<string, Told>>({ query, variables });
  return {
    next: async () => {
      const { value, done } = await stream.next();
      if (done || value.errors) throw new Error(done ? 'The subscription is over.' : JSON.stringify(value.errors));
      const change = value.data?.[kind.field] as Told;
      return { cursor: change.cursor, from: change.from, to: change.to, id: change.object?.id };
    },
    end: async () => void (await stream.return?.(undefined)),
  };
}

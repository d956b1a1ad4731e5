/** A gateway as its users see it, read to the end of every list. */

export interface Message {
  readonly messageId: string;
  readonly status: string;
  readonly reason: string | null;
}

export interface ShipmentView {
  readonly id: string;
  readonly trackingNumber: string;
  readonly status: string;
  readonly signedBy: string | null;
  readonly estimatedDelivery: string | null;
  readonly deliveredAt: string | null;
  /** Descriptions of its tracking events. */
  readonly scans: readonly string[];
}

export interface EventView {
  readonly cursor: string;
  readonly objectType: string;
  readonly objectId: string;
  readonly number: string;
  readonly from: string | null;
  readonly to: string;
}

/** Sends an operation; throws where the answer holds an error. */
export async function ask<T>(url: string, token: string, query: string, variables: Record<string, unknown> = {}): Promise<T> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data?: T; errors?: unknown };
  if (errors || !data) throw new Error(`The gateway answered ${response.status}: ${JSON.stringify(errors)}`);
  return data;
}

interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

export async function everyPage<Node>(read: (after: string | null) => Promise<Page<Node>>): Promise<Node[]> {
  const nodes: Node[] = [];
  for (let after: string | null = null; ; ) {
    const page: Page<Node> = await read(after);
    nodes.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return nodes;
    after = page.pageInfo.endCursor;
  }
}

const pageInfo = 'pageInfo { hasNextPage endCursor }';

/** The inbox. Needs the role ADMIN. */
export function readMessages(url: string, token: string): Promise<Message[]> {
  const query = `query ($after: String) { messages(first: 100, after: $after) { nodes { messageId status reason } ${pageInfo} } }`;
  return everyPage(async (after) => (await ask<{ messages: Page<Message> }>(url, token, query, { after })).messages);
}

/** Every shipment with the descriptions of its tracking events. */
export async function readShipments(url: string, token: string): Promise<ShipmentView[]> {
  const list = `query ($after: String) { shipments(first: 100, after: $after) { nodes { id trackingNumber status signedBy estimatedDelivery deliveredAt } ${pageInfo} } }`;
  const scans = `query ($id: ID!, $after: String) { shipment(id: $id) { trackingEvents(first: 100, after: $after) { nodes { description } ${pageInfo} } } }`;
  const shipments = await everyPage(async (after) => (await ask<{ shipments: Page<Omit<ShipmentView, 'scans'>> }>(url, token, list, { after })).shipments);
  return Promise.all(
    shipments.map(async (shipment) => {
      const events = await everyPage(async (after) => {
        const answer = await ask<{ shipment: { trackingEvents: Page<{ description: string }> } }>(url, token, scans, { id: shipment.id, after });
        return answer.shipment.trackingEvents;
      });
      return { ...shipment, scans: events.map(({ description }) => description) };
    }),
  );
}

/** The whole event log, oldest first. */
export async function readLog(url: string, token: string): Promise<EventView[]> {
  const query = 'query ($after: Cursor) { events(first: 500, after: $after) { events { cursor objectType objectId number from to } endCursor hasMore } }';
  const events: EventView[] = [];
  for (let after: string | null = null; ; ) {
    const { events: page }: LogAnswer = await ask(url, token, query, { after });
    events.push(...page.events);
    if (!page.hasMore) return events;
    after = page.endCursor;
  }
}

interface LogAnswer {
  readonly events: { readonly events: readonly EventView[]; readonly endCursor: string; readonly hasMore: boolean };
}

/** Where an object's event does not begin in the state in which the one before it ended. */
export function chainBreaks(log: readonly EventView[]): string[] {
  const states = new Map<string, string>();
  return log.flatMap(({ objectType, objectId, number, from, to }) => {
    const before = states.get(objectId) ?? null;
    states.set(objectId, to);
    return from === before ? [] : [`${objectType} ${number}: ${from}→${to} after ${before}`];
  });
}

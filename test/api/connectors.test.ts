/** Operators see how connectors fare, and steer them; dispatchers book. */
import { InboxStatus } from '../../src/entities/enums.js';
import type { Fact } from '../../src/domain/facts.js';
import { AuditEntry, ConnectorState, InboxMessage, OutgoingCommand, Shipment } from '../../src/entities/index.js';
import { SECRET } from '../fixtures/easypost/shared.js';
import { companyFacts, erp, tell } from '../support/company.js';
import type { TestGateway } from '../support/gateway.js';
import { startGateway } from '../support/gateway.js';

const now = (): Date => new Date('2026-03-15T08:00:00Z');
let gateway: TestGateway;
let admin: string;

beforeAll(async () => {
  const env = { CONNECTORS: 'easypost,shop:shippo', EASYPOST_WEBHOOK_SECRET: SECRET, EASYPOST_API_KEY: 'EZAK1', SHOP_API_KEY: 'shippo_test_1', SHOP_WEBHOOK_TOKEN: 'a-token-of-twenty-chars' };
  gateway = await startGateway({ now, env });
  await tell(gateway.test.database, companyFacts(6), now());
  admin = await gateway.staff('ADMIN');
});
afterAll(() => gateway.close());

it('shows what each connector is, and how it fares', async () => {
  const em = gateway.test.database.em.fork();
  em.create(ConnectorState, { connectorId: 'easypost', messages: 3, cursor: 'here', lastSuccessAt: new Date('2026-03-15T07:59:00Z'), lastAttemptAt: now(), lastErrorKind: 'throttled', lastError: 'too many calls' });
  const message = { connectorId: 'easypost', bodyHash: 'x', topic: 't', contentType: 'application/json', body: Buffer.from('{}'), receivedAt: new Date('2026-03-15T07:30:00Z') };
  em.create(InboxMessage, { ...message, messageId: '1', status: InboxStatus.PARKED, reason: 'UNKNOWN_SHIPMENT', unmapped: [] });
  em.create(InboxMessage, { ...message, messageId: '2', status: InboxStatus.APPLIED, unmapped: [{ path: 'status', value: 'odd' }] });
  await em.flush();
  const { data } = await gateway.graphql(
    admin,
    `{ connectors { id type kind takesWebhooks isPulled takes breaker cursor lastSuccessAt lagSeconds lastErrorKind lastError messagesLastHour
       lastMessageAt parkedMessages unmappedMessages pendingCommands failedCommands pausedAt } }`,
  );
  expect(data?.['connectors']).toMatchObject([
    {
      ...{ id: 'easypost', type: 'easypost', kind: 'CARRIER', takesWebhooks: true, isPulled: true, breaker: 'CLOSED', cursor: 'here' },
      ...{ lastSuccessAt: '2026-03-15T07:59:00+00:00', lagSeconds: 60, lastErrorKind: 'throttled', lastError: 'too many calls' },
      ...{ messagesLastHour: 2, lastMessageAt: '2026-03-15T07:30:00+00:00', parkedMessages: 1, unmappedMessages: 1, failedCommands: 0, pausedAt: null },
    },
    { id: 'shop', type: 'shippo', kind: 'CARRIER', takes: ['FOLLOW_SHIPMENT', 'BOOK_SHIPMENT', 'REQUEST_PICKUP'], messagesLastHour: 0, lagSeconds: null },
  ]);
});

it('shows the same to whoever reads the metrics', async () => {
  const text = await (await fetch(`${gateway.url}/metrics`)).text();
  expect(text.split('\n').filter((line) => line.startsWith('interline_connector_')).sort()).toEqual([
    'interline_connector_breaker{connector="easypost"} 0',
    'interline_connector_breaker{connector="shop"} 0',
    'interline_connector_failed_commands{connector="easypost"} 0',
    'interline_connector_failed_commands{connector="shop"} 0',
    'interline_connector_failing{connector="easypost",kind="throttled"} 1',
    'interline_connector_parked_messages{connector="easypost"} 1',
    'interline_connector_parked_messages{connector="shop"} 0',
    'interline_connector_paused{connector="easypost"} 0',
    'interline_connector_paused{connector="shop"} 0',
    'interline_connector_pending_commands{connector="easypost"} 0',
    'interline_connector_pending_commands{connector="shop"} 0',
    'interline_connector_pulled_messages_total{connector="easypost"} 3',
    'interline_connector_seconds_since_message{connector="easypost"} 1800',
    'interline_connector_seconds_since_message{connector="shop"} +Inf',
    'interline_connector_seconds_since_success{connector="easypost"} 60',
    'interline_connector_unmapped_messages{connector="easypost"} 1',
    'interline_connector_unmapped_messages{connector="shop"} 0',
  ]);
});

it('knows when a sender was last heard, however long ago', async () => {
  const em = gateway.test.database.em.fork();
  em.create(InboxMessage, { connectorId: 'shop', messageId: '1', bodyHash: 'x', topic: 't', contentType: 'application/json', body: Buffer.from('{}'), receivedAt: new Date('2026-01-15T08:00:00Z'), status: InboxStatus.APPLIED, unmapped: [] });
  await em.flush();
  const { data } = await gateway.graphql(admin, '{ connectors { id lastMessageAt messagesLastHour } }');
  expect(data?.['connectors']).toMatchObject([{ id: 'easypost' }, { id: 'shop', lastMessageAt: '2026-01-15T08:00:00+00:00', messagesLastHour: 0 }]);
  expect(await (await fetch(`${gateway.url}/metrics`)).text()).toContain(`interline_connector_seconds_since_message{connector="shop"} ${59 * 86_400}\n`);
});

it('is for administrators alone', async () => {
  const { errors } = await gateway.graphql(await gateway.staff('SALES'), '{ connectors { id } }');
  expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
});

it('pauses and resumes a connector, and has it pulled again', async () => {
  const steer = (mutation: string, input: object, type = 'ConnectorInput') =>
    gateway.graphql(admin, `mutation ($input: ${type}!) { done: ${mutation}(input: $input) { connector { id pausedAt pausedBy cursor } errors { code } } }`, { input });
  expect((await steer('pauseConnector', { connectorId: 'easypost' })).data?.['done']).toMatchObject({ connector: { pausedAt: expect.any(String) as string, pausedBy: 'test-admin' } });
  expect((await steer('resumeConnector', { connectorId: 'easypost' })).data?.['done']).toMatchObject({ connector: { pausedAt: null, pausedBy: null } });
  expect((await steer('pullConnectorAgain', { connectorId: 'easypost' }, 'PullAgainInput')).data?.['done']).toMatchObject({ connector: { cursor: null } });
  const since = await steer('pullConnectorAgain', { connectorId: 'easypost', since: '2026-03-01' }, 'PullAgainInput');
  expect(since.data?.['done']).toMatchObject({ connector: { cursor: JSON.stringify({ since: Date.parse('2026-03-01T00:00:00Z'), walk: null }) } });
  const refused = await Promise.all(
    [{ connectorId: 'easypost', since: '2026-03-16' }, { connectorId: 'shop', since: '2026-03-01' }].map((input) => steer('pullConnectorAgain', input, 'PullAgainInput')),
  );
  expect(refused.map(({ errors }) => errors?.[0]?.extensions?.['code'])).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT']);
  expect((await steer('pauseConnector', { connectorId: 'nobody' })).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
});

/** The audit trail: who did what to which, oldest first. */
const trail = async (objectType: string): Promise<object[]> => {
  const entries = await gateway.test.database.em.fork().find(AuditEntry, { objectType }, { orderBy: { seq: 'asc' } });
  return entries.map(({ action, actor, channel, before, after }) => ({ action, actor, channel, before, after }));
};

it('notes who steered a connector, and why; what changed nothing leaves no trace', async () => {
  const who = { actor: 'test-admin', channel: 'graphql' };
  const before = (await trail('CONNECTOR')).length;
  const steer = (mutation: string, input: object, type = 'ConnectorInput') =>
    gateway.graphql(admin, `mutation ($input: ${type}!) { done: ${mutation}(input: $input) { connector { id } } }`, { input });
  await steer('pauseConnector', { connectorId: 'shop', reason: 'Their maintenance' });
  await steer('pauseConnector', { connectorId: 'shop', reason: 'Again' });
  await steer('resumeConnector', { connectorId: 'shop' });
  await steer('pullConnectorAgain', { connectorId: 'easypost', since: '2026-03-02', reason: 'Missing parcels' }, 'PullAgainInput');
  expect((await trail('CONNECTOR')).slice(before)).toMatchObject([
    { ...who, action: 'CONNECTOR_PAUSED', before: { pausedAt: null }, after: { connectorId: 'shop', pausedAt: expect.any(String) as string, reason: 'Their maintenance' } },
    { ...who, action: 'CONNECTOR_RESUMED', after: { connectorId: 'shop', pausedAt: null, reason: null } },
    { ...who, action: 'CONNECTOR_PULLED_AGAIN', after: { connectorId: 'easypost', reason: 'Missing parcels', cursor: expect.stringContaining(String(Date.parse('2026-03-02T00:00:00Z'))) as string } },
  ]);
  const tooLong = await steer('pauseConnector', { connectorId: 'shop', reason: 'x'.repeat(1_001) });
  expect(tooLong.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
});

it('reads again what came while a code was unknown', async () => {
  const em = gateway.test.database.em.fork();
  const tracker = { id: 'trk_1', object: 'Tracker', tracking_code: 'TRK1003', status: 'in_transit', updated_at: '2026-03-14T09:00:00Z', tracking_details: [{ status: 'in_transit', datetime: '2026-03-14T08:00:00Z', message: 'On its way' }] };
  em.create(InboxMessage, {
    ...{ connectorId: 'easypost', messageId: 'learned', bodyHash: 'y', topic: 'tracker', contentType: 'application/json', body: Buffer.from(JSON.stringify(tracker)) },
    ...{ receivedAt: new Date('2026-03-14T09:00:00Z'), appliedAt: new Date('2026-03-14T09:00:00Z'), status: InboxStatus.APPLIED, unmapped: [{ path: 'status', value: 'in_transit' }] },
  });
  await em.flush();
  const again = () => gateway.graphql(admin, 'mutation { replayUnmapped(input: {connectorId: "easypost"}) { unmapped applied left remaining next errors { code } } }');
  // The first test left one that cannot be read.
  expect((await again()).data).toEqual({ replayUnmapped: { unmapped: 2, applied: 1, left: 1, remaining: 0, next: null, errors: [] } });
  expect((await again()).data).toEqual({ replayUnmapped: { unmapped: 1, applied: 0, left: 1, remaining: 0, next: null, errors: [] } });
  const { data } = await gateway.graphql(admin, '{ shipments(filter: {trackingNumber: ["TRK1003"]}) { nodes { status } } }');
  expect(data).toEqual({ shipments: { nodes: [{ status: 'IN_TRANSIT' }] } });
  expect(await trail('INBOX_MESSAGE')).toMatchObject([{ action: 'INBOX_MESSAGE_REPLAYED', actor: 'test-admin', before: { status: 'APPLIED' } }]);
  const refused = await gateway.graphql(await gateway.staff('LOGISTICS'), 'mutation { replayUnmapped(input: {connectorId: "easypost"}) { left } }');
  expect(refused.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
});

it("tells where a supplier's answer was told, and to our own people alone", async () => {
  const ask = 'query ($n: String!) { purchaseOrder(number: $n) { confirmations { channel source { system externalId version syncedAt stale } } } }';
  const given = { kind: 'purchaseOrderConfirmation', supplierNumber: 'S-1', purchaseOrderNumber: 'PO-1001-1', source: { externalId: 'answer-7', version: 'v1', updatedAt: '2026-03-14T08:00:00Z' } } as const;
  const line = { lineNo: 1, answer: 'ACCEPT', quantity: null, promisedDate: null, unitPrice: null, reason: null } as const;
  await tell(gateway.test.database, [{ ...given, lines: [line] } as unknown as Fact], now());
  const { data } = await gateway.graphql(await gateway.staff('PROCUREMENT'), ask, { n: 'PO-1001-1' });
  expect(data).toEqual({
    purchaseOrder: { confirmations: [{ channel: expect.any(String) as string, source: { system: erp, externalId: 'answer-7', version: 'v1', syncedAt: '2026-03-15T08:00:00+00:00', stale: expect.any(Boolean) as boolean } }] },
  });
  const supplier = await gateway.partner('SUPPLIER', 'S-1');
  expect((await gateway.graphql(supplier, ask, { n: 'PO-1001-1' })).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', paths: ['purchaseOrder.confirmations.source'] } }]);
});

const address = { name: 'Ann', street: ['Kai 1'], city: 'Hamburg', postalCode: '20457', country: 'DE' };
const book = `mutation ($input: BookShipmentInput!) { bookShipment(input: $input) { command { id kind status connectorId } errors { code path } } }`;

it('books a shipment once, and names every problem', async () => {
  const dispatcher = await gateway.staff('LOGISTICS');
  const em = gateway.test.database.em.fork();
  const shipment = await em.findOneOrFail(Shipment, { number: { $ne: null } });
  shipment.trackingNumber = null;
  await em.flush();
  const input = { shipmentId: shipment.id, connectorId: 'shop', from: address, to: { ...address, country: 'Germany' }, parcels: [{ weightKg: '0' }], shipOn: '2026-03-16' };
  const refused = await gateway.graphql(dispatcher, book, { input });
  expect(refused.data?.['bookShipment']).toEqual({
    command: null,
    errors: [
      { code: 'VALUE_UNKNOWN', path: ['to', 'country'] },
      { code: 'QUANTITY_NOT_POSITIVE', path: ['parcels', '0', 'weightKg'] },
    ],
  });
  const sound = { ...input, to: address, parcels: [{ weightKg: '1.5' }] };
  expect((await gateway.graphql(dispatcher, book, { input: sound })).data?.['bookShipment']).toMatchObject({ command: { kind: 'BOOK_SHIPMENT', status: 'PENDING', connectorId: 'shop' }, errors: [] });
  expect((await gateway.graphql(dispatcher, book, { input: sound })).data?.['bookShipment']).toMatchObject({ command: null, errors: [{ code: 'CONFLICT', path: ['shipmentId'] }] });
  const { data } = await gateway.graphql(dispatcher, '{ outgoingCommands(filter: {kind: [BOOK_SHIPMENT]}) { totalCount nodes { objectId attempts lastError } } }');
  expect(data).toEqual({ outgoingCommands: { totalCount: 1, nodes: [{ objectId: shipment.id, attempts: 0, lastError: null }] } });
  const [command] = await gateway.test.database.em.fork().find(OutgoingCommand, {});
  const retried = await gateway.graphql(dispatcher, 'mutation ($id: ID!) { retryCommand(input: {commandId: $id, reason: "Shippo is back"}) { command { id } errors { code } } }', { id: command?.id });
  expect(retried.data).toEqual({ retryCommand: { command: { id: command?.id }, errors: [] } });
  const noted = await trail('OUTGOING_COMMAND');
  expect(noted).toMatchObject([
    { action: 'OUTGOING_COMMAND_CREATED', actor: 'test-logistics', after: { kind: 'BOOK_SHIPMENT', connectorId: 'shop', shipmentIds: [shipment.id] } },
    { action: 'OUTGOING_COMMAND_RETRIED', actor: 'test-logistics', before: { status: 'PENDING' }, after: { status: 'PENDING', reason: 'Shippo is back' } },
  ]);
  expect(JSON.stringify(noted)).not.toContain('Hamburg');
});

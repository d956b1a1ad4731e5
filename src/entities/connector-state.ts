import { defineEntity, p } from '@mikro-orm/core';
import { instant } from './columns.js';

/**
 * How far a connector has pulled, and how it fares. The cursor is saved in the transaction that stores its messages. While
 * `pausedAt` stands, or until `askedToWaitUntil`, it is neither pulled nor told anything; what it sends is taken all the same.
 */
const ConnectorStateSchema = defineEntity({
  name: 'ConnectorState',
  properties: {
    connectorId: p.string().length(64).primary(),
    cursor: p.text().nullable(),
    lastSuccessAt: instant().nullable(),
    lastAttemptAt: instant().nullable(),
    lastErrorKind: p.string().length(32).nullable(),
    lastError: p.text().nullable(),
    messages: p.bigint('number').default(0),
    pausedAt: instant().nullable(),
    pausedBy: p.string().nullable(),
    askedToWaitUntil: instant().nullable(),
  },
});

export class ConnectorState extends ConnectorStateSchema.class {}
ConnectorStateSchema.setClass(ConnectorState);

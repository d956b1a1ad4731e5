import { defineEntity, p } from '@mikro-orm/core';
import { id, instant } from './columns.js';
import { OutgoingKind, OutgoingStatus } from './enums.js';

/**
 * Something that an outside system is to be told, once. What exactly is read from the records when it is sent, so that a
 * later attempt says what holds then; `input` holds what no record does (addresses of a booking) and is emptied once the
 * command is done, because it is personal. `revision` tells several commands about one object apart. `begunAt`: when an attempt
 * began of which nobody knows how it ended; bookings and pick-ups note it before they are sent.
 */
const OutgoingCommandSchema = defineEntity({
  name: 'OutgoingCommand',
  properties: {
    id: id(),
    connectorId: p.string().length(64),
    kind: p.enum(() => OutgoingKind),
    objectId: p.uuid(),
    revision: p.integer().default(0),
    status: p.enum(() => OutgoingStatus).default(OutgoingStatus.PENDING),
    input: p.json<unknown>().nullable(),
    answer: p.json<unknown>().nullable(),
    attempts: p.integer().default(0),
    begunAt: instant().nullable(),
    nextAttemptAt: instant(),
    lastErrorKind: p.string().length(32).nullable(),
    lastError: p.text().nullable(),
    createdAt: instant(),
    doneAt: instant().nullable(),
  },
  uniques: [{ properties: ['connectorId', 'kind', 'objectId', 'revision'] }],
  indexes: [{ properties: ['createdAt', 'id'] }, { properties: ['status', 'connectorId', 'nextAttemptAt'] }],
});

export class OutgoingCommand extends OutgoingCommandSchema.class {}
OutgoingCommandSchema.setClass(OutgoingCommand);

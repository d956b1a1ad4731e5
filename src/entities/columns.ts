import { p } from '@mikro-orm/core';
import { v7 as uuid } from 'uuid';

/** Time-ordered UUID (RFC 9562, version 7): opaque outside, kind to B-tree indexes inside. */
export const id = () => p.uuid().primary().onCreate(() => uuid());

/** Money amounts: four decimal places, read and written as text. */
export const amount = () => p.decimal('string').precision(20).scale(4);

/** Prices per unit and quantities: six decimal places, read and written as text. */
export const fine = () => p.decimal('string').precision(20).scale(6);

/** An instant in UTC, to the microsecond. */
export const instant = () => p.datetime(6);

/** The offset in minutes that an instant was stated with (`+08:00` is 480); null: UTC. */
export const offset = () => p.smallint().nullable();

/** ISO 3166-1 alpha-2, or the source's own name for a place that it does not code. */
export const country = () => p.string().length(64).nullable();

/** ISO 4217 code. */
export const currency = () => p.string().length(3);

/** Where a record came from; all null for records that the gateway masters. */
export const source = {
  sourceSystem: p.string().length(64).nullable(),
  sourceExternalId: p.string().length(255).nullable(),
  sourceVersion: p.string().length(255).nullable(),
  sourceUpdatedAt: instant().nullable(),
  sourceSyncedAt: instant().nullable(),
};

/** Lexemes of number and names, filled by the database (see the migration). Never selected. */
export const search = () => p.string().columnType('tsvector').persist(false).hidden().lazy().nullable();

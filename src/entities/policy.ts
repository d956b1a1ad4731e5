import { defineEntity, p } from '@mikro-orm/core';
import { id, instant } from './columns.js';

/** A version of a standard, target, threshold or weight, with its day of effect (R41). Rows are only added. */
const PolicySchema = defineEntity({
  name: 'Policy',
  properties: {
    id: id(),
    key: p.string().length(64),
    version: p.integer(),
    value: p.json<unknown>(),
    effectiveFrom: p.date(),
    reason: p.text(),
    author: p.string(),
    createdAt: instant(),
  },
  uniques: [{ properties: ['key', 'version'] }],
});

export class Policy extends PolicySchema.class {}
PolicySchema.setClass(Policy);

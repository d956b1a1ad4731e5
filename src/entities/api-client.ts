import { defineEntity, p } from '@mikro-orm/core';
import { id, instant } from './columns.js';
import { Carrier } from './carrier.js';
import { Role } from './enums.js';
import { Supplier } from './supplier.js';

/** A partner's API key: only its SHA-256 is kept. */
const ApiClientSchema = defineEntity({
  name: 'ApiClient',
  properties: {
    id: id(),
    name: p.string(),
    role: p.enum(() => Role),
    supplier: p.manyToOne(Supplier).nullable(),
    carrier: p.manyToOne(Carrier).nullable(),
    keyHash: p.string().length(64).unique(),
    createdAt: instant(),
    revokedAt: instant().nullable(),
  },
});

export class ApiClient extends ApiClientSchema.class {}
ApiClientSchema.setClass(ApiClient);

import { defineEntity, p } from '@mikro-orm/core';
import { country, id, search, source } from './columns.js';

/** Who orders from us. The e-mail address is personal data. */
const CustomerSchema = defineEntity({
  name: 'Customer',
  properties: {
    id: id(),
    number: p.string(),
    name: p.text(),
    country: country(),
    email: p.string().length(320).nullable(),
    search: search(),
    ...source,
  },
  uniques: [{ properties: ['sourceExternalId', 'sourceSystem'] }, { properties: ['number', 'sourceSystem'] }],
});

export class Customer extends CustomerSchema.class {}
CustomerSchema.setClass(Customer);

import { defineEntity, p } from '@mikro-orm/core';
import { id, search, source } from './columns.js';

/** Who carries goods for us. */
const CarrierSchema = defineEntity({
  name: 'Carrier',
  properties: {
    id: id(),
    number: p.string(),
    name: p.text(),
    search: search(),
    ...source,
  },
  uniques: [{ properties: ['sourceExternalId', 'sourceSystem'] }, { properties: ['number', 'sourceSystem'] }],
});

export class Carrier extends CarrierSchema.class {}
CarrierSchema.setClass(Carrier);

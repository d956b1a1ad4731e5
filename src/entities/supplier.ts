import { defineEntity, p } from '@mikro-orm/core';
import { country, id, search, source } from './columns.js';
import { SupplierQualification } from './enums.js';

/** Who we buy from (R20). */
const SupplierSchema = defineEntity({
  name: 'Supplier',
  properties: {
    id: id(),
    number: p.string(),
    name: p.text(),
    country: country(),
    email: p.string().length(320).nullable(),
    qualification: p.enum(() => SupplierQualification).default(SupplierQualification.QUALIFIED),
    qualifiedOn: p.date().nullable(),
    search: search(),
    ...source,
  },
  uniques: [{ properties: ['sourceExternalId', 'sourceSystem'] }, { properties: ['number', 'sourceSystem'] }],
});

export class Supplier extends SupplierSchema.class {}
SupplierSchema.setClass(Supplier);

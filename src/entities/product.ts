import { defineEntity, p } from '@mikro-orm/core';
import { currency, fine, id, search, source } from './columns.js';
import { ProductClass } from './enums.js';

/** What is ordered, made or bought. The class decides the cycle standard (R39). */
const ProductSchema = defineEntity({
  name: 'Product',
  properties: {
    id: id(),
    number: p.string(),
    name: p.text(),
    unit: p.string().length(32),
    productClass: p.enum(() => ProductClass).default(ProductClass.GENERAL),
    listPrice: fine().nullable(),
    listPriceCurrency: currency().nullable(),
    search: search(),
    ...source,
  },
  uniques: [{ properties: ['sourceExternalId', 'sourceSystem'] }, { properties: ['number', 'sourceSystem'] }],
});

export class Product extends ProductSchema.class {}
ProductSchema.setClass(Product);

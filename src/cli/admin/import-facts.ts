import { z } from 'zod';
import type { Fact } from '../../domain/facts.js';
import { importFacts } from '../../domain/imports.js';
import { defineCommand } from './command.js';

/** The values of a fact are checked where it is applied; here only what must be there to tell it from others. */
const fact = z
  .looseObject({
    kind: z.enum(['customer', 'supplier', 'carrier', 'product', 'stockLevel', 'order', 'purchaseOrder', 'receipt', 'shipment', 'tracking']),
    source: z.looseObject({ externalId: z.string(), version: z.string().nullable(), updatedAt: z.string().nullable() }),
  })
  .transform((value) => value as unknown as Fact);

/** Applies one chunk of a table file. The file is read and mapped where it lies, by the command line. */
export const importFactsCommand = defineCommand({
  input: z.object({ system: z.string().min(1).max(64), facts: z.array(fact).max(10_000) }),
  run: ({ database, now, standards }, { system, facts }) => importFacts(database, { system, now: now(), standards }, facts),
});

import type { ContractCase } from './case.js';
import { easypostCase } from './easypost.js';
import { filesCase } from './files.js';
import { restCase } from './rest.js';
import { supplierRestCase } from './supplier-rest.js';
import { trytonCase } from './tryton.js';

/** One entry per type of the list; the suite fails for a type that has none. */
export const contractCases: Readonly<Record<string, ContractCase>> = {
  easypost: easypostCase,
  files: filesCase,
  rest: restCase,
  'supplier-rest': supplierRestCase,
  tryton: trytonCase,
};

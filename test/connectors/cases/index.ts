import { businessCentralCase } from './business-central.js';
import type { ContractCase } from './case.js';
import { easypostCase } from './easypost.js';
import { sapS4hanaCase } from './sap-s4hana.js';
import { trytonCase } from './tryton.js';

/** One entry per type of the list; the suite fails for a type that has none. */
export const contractCases: Readonly<Record<string, ContractCase>> = {
  'business-central': businessCentralCase,
  easypost: easypostCase,
  'sap-s4hana': sapS4hanaCase,
  tryton: trytonCase,
};

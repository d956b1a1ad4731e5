/** The read plan: selection → SQL. Start reading at planner.ts. */
export { assertMayAsk } from './access.js';
export { attachPlan } from './attach.js';
export type { PlanContext } from './attach.js';
export { createCatalogue } from './catalogue.js';
export type { Catalogue } from './catalogue.js';
export { createPlanner } from './planner.js';
export type { Planner } from './planner.js';
export type { FigureRoot, FigureRoots } from './figure-roots.js';

/** Checks a whole operation against the access table before anything runs. */
import type { OperationDefinitionNode } from 'graphql';
import { forbidden } from '../schema/errors.js';
import { mayAsk } from '../schema/access.js';
import type { Viewer } from '../domain/viewer.js';
import { selectBelow, selectRoot } from './selection.js';
import type { Request, Selected } from './selection.js';

/** Verdicts by operation, then by what else decides them: the roles, and the booleans that `@skip` and `@include` may look at. */
const verdicts = new WeakMap<OperationDefinitionNode, Map<string, readonly string[]>>();

/** More combinations than anybody needs at a time. */
const mostVerdicts = 50;

/** Throws FORBIDDEN, naming every path that this viewer may never ask for. */
export function assertMayAsk(request: Request, operation: OperationDefinitionNode, viewer: Viewer): void {
  const known = verdicts.get(operation) ?? new Map<string, readonly string[]>();
  verdicts.set(operation, known);
  const booleans = Object.entries(request.variables).filter(([, value]) => typeof value === 'boolean');
  const key = JSON.stringify([viewer.roles, booleans]);
  const refused = known.get(key) ?? refusedPaths(request, operation, viewer);
  if (known.size >= mostVerdicts) known.clear();
  known.set(key, refused);
  if (refused.length > 0) throw forbidden(refused);
}

function refusedPaths(request: Request, operation: OperationDefinitionNode, viewer: Viewer): string[] {
  const root = {
    query: request.schema.getQueryType(),
    mutation: request.schema.getMutationType(),
    subscription: request.schema.getSubscriptionType(),
  }[operation.operation];
  if (!root) return [];
  const refused: string[] = [];
  const visit = (selection: readonly Selected[], path: string): void => {
    for (const selected of selection) {
      if (selected.name.startsWith('__')) continue;
      const here = `${path}${selected.key}`;
      if (mayAsk(viewer.roles, selected.parent.name, selected.name)) visit(selectBelow(request, selected), `${here}.`);
      else refused.push(here);
    }
  };
  visit(selectRoot(request, operation, root), '');
  return refused;
}

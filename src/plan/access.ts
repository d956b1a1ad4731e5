/** Checks a whole operation against the access table before anything runs. */
import type { OperationDefinitionNode } from 'graphql';
import { forbidden } from '../schema/errors.js';
import { mayAsk } from '../schema/access.js';
import type { Viewer } from '../domain/viewer.js';
import { selectBelow, selectRoot } from './selection.js';
import type { Request, Selected } from './selection.js';

/** Throws FORBIDDEN, naming every path that this viewer may never ask for. */
export function assertMayAsk(request: Request, operation: OperationDefinitionNode, viewer: Viewer): void {
  const root = {
    query: request.schema.getQueryType(),
    mutation: request.schema.getMutationType(),
    subscription: request.schema.getSubscriptionType(),
  }[operation.operation];
  if (!root) return;
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
  if (refused.length > 0) throw forbidden(refused);
}

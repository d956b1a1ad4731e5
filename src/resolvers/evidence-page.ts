/** A page of evidence as the graph shows it. */
import type { PageInfoType } from '../schema/connection.js';

interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly hasNextPage: boolean;
}

/** `show` gives members named after objects the ids of these; the plan reads the objects, all of a page in one statement. */
export function evidencePage<Node extends { readonly cursor: string }, Shown>(
  { nodes, hasNextPage }: Page<Node>,
  after: string | null | undefined,
  show: (node: Node) => object,
): { nodes: Shown[]; pageInfo: PageInfoType } {
  return {
    nodes: nodes.map(show) as Shown[],
    pageInfo: { hasNextPage, hasPreviousPage: after != null, startCursor: nodes[0]?.cursor ?? null, endCursor: nodes.at(-1)?.cursor ?? null },
  };
}

/** Connections after the Relay specification, one pair of types for each kind of node. */
import { Field, Int, ObjectType } from 'type-graphql';
import type { ClassType } from 'type-graphql';

@ObjectType('PageInfo', { description: 'Where a page stands in its list.' })
export class PageInfoType {
  @Field(() => Boolean, { description: 'Whether rows follow.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether rows come before.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { description: 'Page cursor of the first row; null for an empty page.', nullable: true })
  startCursor!: string | null;

  @Field(() => String, { description: 'Page cursor of the last row; null for an empty page.', nullable: true })
  endCursor!: string | null;
}

/** Makes `<name>Edge` and `<name>Connection`. */
export function connectionType(name: string, node: () => ClassType): ClassType {
  @ObjectType(`${name}Edge`, { description: `A row of a page, with its cursor.` })
  class Edge {
    @Field(() => String, { description: 'Page cursor of this row.' })
    cursor!: string;

    @Field(node, { description: 'The row.' })
    node!: unknown;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list.` })
  class Connection {
    @Field(() => [node()], { description: 'The rows.' })
    nodes!: unknown[];

    @Field(() => [Edge], { description: 'The rows with their cursors.' })
    edges!: Edge[];

    @Field(() => PageInfoType, { description: 'Where the page stands.' })
    pageInfo!: PageInfoType;

    @Field(() => Int, { description: 'How many rows the whole list has; counted only when asked for.' })
    totalCount!: number;
  }
  return Connection;
}

/** Who is asking. */
import { Field, ObjectType } from 'type-graphql';
import { Role } from './enums.js';

@ObjectType('Viewer', { description: 'Who is asking, as the gateway knows it.' })
export class ViewerType {
  @Field(() => String, { description: 'Name.' })
  name!: string;

  @Field(() => [Role], { description: 'Roles; they decide which fields may be asked for.' })
  roles!: Role[];

  @Field(() => String, { description: "Number of the supplier or carrier whose records are seen; null for our own people.", nullable: true })
  partnerNumber!: string | null;
}

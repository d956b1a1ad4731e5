import { Ctx, Query, Resolver } from 'type-graphql';
import type { Reader } from '../entities/database.js';
import { ViewerType } from '../schema/viewer.type.js';
import type { GatewayContext } from './context.js';

@Resolver()
export class ViewerResolver {
  constructor(private readonly reader: Reader) {}

  @Query(() => ViewerType, { description: 'Who is asking.' })
  async viewer(@Ctx() { viewer }: GatewayContext): Promise<ViewerType> {
    const { name, roles, supplierId, carrierId } = viewer;
    const partnerNumber = await this.reader.query(
      'viewer-number',
      'select number from supplier where id = $1::text::uuid union all select number from carrier where id = $2::text::uuid',
      [supplierId, carrierId],
    );
    return { name, roles: [...roles], partnerNumber };
  }
}

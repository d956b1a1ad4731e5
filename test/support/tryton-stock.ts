/** What lies in the warehouses of a Tryton by its moves themselves, past its own reckoning. */
import type postgres from 'postgres';

export interface Lying {
  /** `product.product,5 in WH`. */
  readonly ref: string;
  /** `12.5 kg`. */
  readonly value: string;
}

export async function stockByMoves(sql: postgres.Sql): Promise<Lying[]> {
  return [
    ...(await sql<Lying[]>`
      with recursive place as (
        select id as warehouse, id from stock_location where type = 'warehouse'
        union all select p.warehouse, l.id from place p join stock_location l on l.parent = p.id
      ),
      moved as (
        select product, to_location as place, internal_quantity::numeric as quantity from stock_move where state = 'done' and effective_date <= current_date
        union all select product, from_location, -internal_quantity::numeric from stock_move where state = 'done' and effective_date <= current_date
      ),
      total as (select m.product, p.warehouse, sum(m.quantity) as quantity from moved m join place p on p.id = m.place group by m.product, p.warehouse)
      select 'product.product,' || x.id || ' in ' || coalesce(nullif(w.code, ''), 'stock.location,' || w.id) as ref,
        trim_scale(coalesce(s.quantity, 0)) || ' ' || u.symbol as value
      from product_product x join product_template t on t.id = x.template join product_uom u on u.id = t.default_uom
        cross join stock_location w left join total s on s.product = x.id and s.warehouse = w.id
      where w.type = 'warehouse' and t.type <> 'service' order by x.id, w.id`),
  ];
}

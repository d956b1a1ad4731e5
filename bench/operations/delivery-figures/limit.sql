-- $1, $2: the range of promises; $3: the day of knowledge
select row_to_json(data)::text from (select (select row_to_json(figures) from (select (
  select coalesce(json_agg(f), '[]') from (
    select json_build_array(
        json_build_object('value', f.month, 'label', f.month),
        json_build_object('value', f.supplier_id, 'label', f.supplier_name)) as keys,
      f.numerator, f.denominator, f.rate, f.mean_delay_days as "meanDelayDays"
    from delivery_figures($1::date, $2::date, $3::date) f) f) as rows) figures) as figures) data

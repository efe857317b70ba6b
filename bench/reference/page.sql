-- One page of offers near a point as finished JSON.
-- $1 east, $2 north, $3 metres, $4 kinds (mask), $5 community (mask), $6 words, $7 the day's number,
-- $8 the point's district
with found as (
  select websearch_to_tsquery('english', $6::text) as query
), spots as materialized (  -- what the index on the point knows, without a look at the rows
  select l.offer_id, l.n, l.at <-> point($1::float8, $2::float8) as dist
  from listing l
  where l.at <@ circle(point($1, $2), $3::float8)
    and l.kinds & $4::int8 <> 0 and (l.by_and_for | l.for_only | l.made_with) & $5::int8 <> 0
    and l.state = 'published' and (l.ends_on is null or l.ends_on >= current_date)
  union all
  select l.offer_id, l.n, l.at <-> point($1, $2)
  from listing l
  where l.anywhere and l.n = 0
    and l.kinds & $4 <> 0 and (l.by_and_for | l.for_only | l.made_with) & $5 <> 0
    and l.state = 'published' and (l.ends_on is null or l.ends_on >= current_date)
), hits as (
  select s.offer_id, s.dist
  from spots s join listing l on l.offer_id = s.offer_id and l.n = s.n
  where (l.words @@ (select query from found)) is true
  union all
  select l.offer_id, l.at <-> point($1, $2)
  from listing l
  where l.serves @> array[$8::text]
    and (l.words @@ (select query from found)) is true
    and l.kinds & $4 <> 0 and (l.by_and_for | l.for_only | l.made_with) & $5 <> 0
    and l.state = 'published' and (l.ends_on is null or l.ends_on >= current_date)
), held as (
  select offer_id, min(dist) as dist from hits group by offer_id
), page as materialized (
  select h.offer_id, h.dist,
         row_number() over (order by h.dist nulls last,
           case when l.confirmed_at is null then 2 when l.stale_at > now() then 0 else 1 end,
           hashtextextended(l.offer_id::text, $7::int8), l.offer_id) as place
  from held h join listing l on l.offer_id = h.offer_id and l.n = 0
  order by place limit 21
)
select convert_to(json_build_object('data', json_build_object('offers', json_build_object(
  'edges', coalesce((
    select json_agg(json_build_object('distance', round(p.dist)::int, 'node', json_build_object(
      'slug', o.slug, 'title', o.title, 'summary', o.summary,
      'kind', (select json_build_object('code', t.code, 'label', t.label)
               from term t where t.vocabulary = 'kind' and t.code = o.kind),
      'settings', (select coalesce(json_agg(json_build_object('code', t.code, 'label', t.label)
                     order by u.n), '[]')
                   from unnest(o.settings) with ordinality u(code, n)
                   join term t on t.vocabulary = 'setting' and t.code = u.code),
      'formats', (select coalesce(json_agg(json_build_object('code', t.code, 'label', t.label)
                    order by u.n), '[]')
                  from unnest(o.formats) with ordinality u(code, n)
                  join term t on t.vocabulary = 'format' and t.code = u.code),
      'cost', (select coalesce(json_agg(json_build_object('code', t.code, 'label', t.label)
                 order by u.n), '[]')
               from unnest(o.cost) with ordinality u(code, n)
               join term t on t.vocabulary = 'cost' and t.code = u.code),
      'madeFor', (select coalesce(json_agg(json_build_object('level', upper(m.made ->> 'level'),
                    'community', json_build_object('code', t.code, 'label', t.label))
                    order by m.n), '[]')
                  from jsonb_array_elements(o.made_for) with ordinality m(made, n)
                  join term t on t.vocabulary = 'community' and t.code = m.made ->> 'community'),
      'organisation', json_build_object('slug', r.slug, 'name', r.name, 'sector', r.sector),
      'sites', (select coalesce(json_agg(json_build_object('name', s.name, 'town', s.town,
                  'outcode', s.outcode) order by os.position), '[]')
                from offersite os join site s on s.id = os.site_id where os.offer_id = o.id)
    )) order by p.place)
    from page p join offer o on o.id = p.offer_id join organisation r on r.id = o.organisation_id
    where p.place <= 20), '[]'),
  'pageInfo', json_build_object('hasNextPage', (select count(*) > 20 from page))
)))::text, 'UTF8')

-- The same page with its total and the counts beside every filter; each ignores itself.
-- $1 east, $2 north, $3 metres, $4 kinds (mask), $5 community (mask), $6 words, $7 the day's number,
-- $8 this week (mask), $9 the point's district
with found as (
  select websearch_to_tsquery('english', $6::text) as query
), spots as materialized (  -- what the index on the point knows, without a look at the rows
  select l.offer_id, l.n, l.at <-> point($1::float8, $2::float8) as dist, l.access, l.kinds,
         l.by_and_for | l.for_only | l.made_with as made_for
  from listing l
  where l.at <@ circle(point($1, $2), $3::float8)
    and (l.kinds & $4::int8 <> 0 or (l.by_and_for | l.for_only | l.made_with) & $5::int8 <> 0)
    and l.state = 'published' and (l.ends_on is null or l.ends_on >= current_date)
  union all
  select l.offer_id, l.n, l.at <-> point($1::float8, $2::float8) as dist, l.access, l.kinds,
         l.by_and_for | l.for_only | l.made_with as made_for
  from listing l
  where l.anywhere and l.n = 0
    and (l.kinds & $4::int8 <> 0 or (l.by_and_for | l.for_only | l.made_with) & $5::int8 <> 0)
    and l.state = 'published' and (l.ends_on is null or l.ends_on >= current_date)
), hits as (
  select s.offer_id, s.dist, s.access, s.kinds, s.made_for
  from spots s join listing l on l.offer_id = s.offer_id and l.n = s.n
  where (l.words @@ (select query from found)) is true
  union all
  select l.offer_id, l.at <-> point($1::float8, $2::float8) as dist, l.access, l.kinds,
         l.by_and_for | l.for_only | l.made_with as made_for
  from listing l
  where l.serves @> array[$9::text]
    and (l.words @@ (select query from found)) is true
    and (l.kinds & $4::int8 <> 0 or (l.by_and_for | l.for_only | l.made_with) & $5::int8 <> 0)
    and l.state = 'published' and (l.ends_on is null or l.ends_on >= current_date)
), held as materialized (
  select offer_id, min(dist) as dist, bit_or(access) as access, min(kinds) as kinds,
         min(made_for) as made_for, min(kinds) & $4 <> 0 as of_kind,
         min(made_for) & $5 <> 0 as of_community
  from hits group by offer_id
), chosen as materialized (
  select l.offer_id, h.dist, h.access, l.confirmed_at, l.stale_at, l.access_routes,
         l.first_time, l.records, l.cost, l.formats, l.settings, l.themes, l.languages, l.hosts,
         l.sectors, l.districts,
         case when l.space_until > now() then l.space else 0 end as space,
         l.times | case when exists (select from unnest(l.upcoming) u
           where u between now() and now() + interval '7 days')
           then $8::int8 else 0 end as times
  from held h join listing l on l.offer_id = h.offer_id and l.n = 0
  where h.of_kind and h.of_community
), page as materialized (
  select offer_id, dist,
         row_number() over (order by dist nulls last,
           case when confirmed_at is null then 2 when stale_at > now() then 0 else 1 end,
           hashtextextended(offer_id::text, $7::int8), offer_id) as place
  from chosen order by place limit 21
), masks as (
  select 'kinds' as facet, 'kind' as vocabulary, kinds as mask, count(*) as many
  from held where of_community group by kinds
  union all
  select 'madeFor', 'community', made_for, count(*) from held where of_kind group by made_for
  union all
  select 'accessRoutes', 'access_route', access_routes, count(*) from chosen group by access_routes
  union all
  select 'firstTime', 'first_time', first_time, count(*) from chosen group by first_time
  union all
  select 'records', 'records', records, count(*) from chosen group by records
  union all
  select 'cost', 'cost', cost, count(*) from chosen group by cost
  union all
  select 'accessFeatures', 'access_feature', access, count(*) from chosen group by access
  union all
  select 'when', 'when', times, count(*) from chosen group by times
  union all
  select 'formats', 'format', formats, count(*) from chosen group by formats
  union all
  select 'settings', 'setting', settings, count(*) from chosen group by settings
  union all
  select 'themes', 'theme', themes, count(*) from chosen group by themes
  union all
  select 'languages', 'language', languages, count(*) from chosen group by languages
  union all
  select 'spaceNow', 'space_now', space, count(*) from chosen group by space
  union all
  select 'hosts', 'host', hosts, count(*) from chosen group by hosts
), facets as (
  select m.facet, t.code, t.label, sum(m.many)::int as count
  from masks m join term t on t.vocabulary = m.vocabulary and m.mask & (1::int8 << t.bit) <> 0
  group by m.facet, t.code, t.label
  union all
  select 'sectors', s.code, s.label, count(*) from chosen
  join (values (1, 'NHS', 'NHS'), (2, 'VCSE', 'Charity or community'),
    (4, 'USER_LED', 'People with lived experience'), (8, 'LOCAL_AUTHORITY', 'Council'),
    (16, 'OTHER', 'Other')) s(bit, code, label) on sectors & s.bit <> 0 group by s.code, s.label
  union all
  select 'districts', d, d, count(*) from chosen, unnest(districts) d group by d
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
  'pageInfo', json_build_object('hasNextPage', (select count(*) > 20 from page)),
  'totalCount', (select count(*) from chosen),
  'facets', (select json_agg(json_build_object('code', facet, 'values', each)) from (
    select facet, json_agg(json_build_object('code', code, 'label', label, 'count', count)) as each
    from facets group by facet) f)
)))::text, 'UTF8')

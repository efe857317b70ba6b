-- What somebody who chose PostGraphile would add to these tables: a link table whose counts its
-- aggregates can group, a search function, and a function for each list of words an offer has.

create table offer_term (
  offer_id uuid not null references offer (id),
  vocabulary text not null,
  code text not null,
  label text not null
);

insert into offer_term
select o.id, w.vocabulary, w.code, coalesce(t.label, w.code)
from offer o
join organisation r on r.id = o.organisation_id
cross join lateral (
  select 'kind' as vocabulary, o.kind as code
  union select 'kind', unnest(o.also_kinds)
  union select 'setting', unnest(o.settings)
  union select 'format', unnest(o.formats)
  union select 'access_route', unnest(o.access_routes)
  union select 'theme', unnest(o.themes)
  union select 'first_time', unnest(o.first_time)
  union select 'records', unnest(o.records)
  union select 'cost', unnest(o.cost)
  union select 'language', unnest(o.languages)
  union select 'space_now', o.space where o.space_as_of > now() - interval '60 days'
  union select 'host', r.host
  union select 'sector', r.sector
  union select 'district', unnest(l.districts) from listing l where l.offer_id = o.id and l.n = 0
  union select 'community', m ->> 'community' from jsonb_array_elements(o.made_for) m
        where m ->> 'level' <> 'welcomes'
  union select 'access_feature', f.key from offersite os join site s on s.id = os.site_id,
        jsonb_each_text(s.access) f where os.offer_id = o.id and f.value = 'yes'
) w
left join term t on t.vocabulary = w.vocabulary and t.code = w.code
where w.code is not null;

comment on column offer_term.code is '@behavior +orderBy';  -- grouping is allowed where ordering is
comment on column offer_term.label is '@behavior +orderBy';

create index on offer_term (offer_id, vocabulary);
create index on offersite (offer_id, position);
analyze offer_term;

create type offer_hit as (offer_id uuid, distance float8);
comment on type offer_hit is '@foreignKey (offer_id) references offer (id)';

create type made_for_term as (level text, code text, label text);

create function search_offers(
  x float8, y float8, far float8, said text, kind int8, community int8, district text
) returns setof offer_hit language sql stable rows 100 as $$
  with found as (
    select websearch_to_tsquery('english', said) as query
  ), spots as materialized (
    select l.offer_id, l.n, l.at <-> point(x, y) as dist
    from listing l
    where l.at <@ circle(point(x, y), far)
      and l.kinds & kind <> 0 and (l.by_and_for | l.for_only | l.made_with) & community <> 0
      and l.state = 'published' and (l.ends_on is null or l.ends_on >= current_date)
    union all
    select l.offer_id, l.n, l.at <-> point(x, y)
    from listing l
    where l.anywhere and l.n = 0
      and l.kinds & kind <> 0 and (l.by_and_for | l.for_only | l.made_with) & community <> 0
      and l.state = 'published' and (l.ends_on is null or l.ends_on >= current_date)
  ), hits as (
    select s.offer_id, s.dist
    from spots s join listing l on l.offer_id = s.offer_id and l.n = s.n
    where l.words @@ (select query from found) or numnode((select query from found)) = 0
    union all
    select l.offer_id, l.at <-> point(x, y)
    from listing l
    where l.serves @> array[district]
      and (l.words @@ (select query from found) or numnode((select query from found)) = 0)
      and l.kinds & kind <> 0 and (l.by_and_for | l.for_only | l.made_with) & community <> 0
      and l.state = 'published' and (l.ends_on is null or l.ends_on >= current_date)
  ), held as (
    select offer_id, min(dist) as dist from hits group by offer_id
  )
  select h.offer_id, h.dist
  from held h join listing l on l.offer_id = h.offer_id and l.n = 0
  order by h.dist nulls last,
    case when l.confirmed_at is null then 2 when l.stale_at > now() then 0 else 1 end,
    hashtextextended(l.offer_id::text,
      ((now() at time zone 'Europe/London')::date - '0001-01-01'::date + 1)::int8),
    l.offer_id
$$;

create function search_terms(
  x float8, y float8, far float8, said text,
  kind int8 default null, community int8 default null, district text default null,
  part text default null
) returns setof offer_term language sql stable rows 10000 as $$
  with found as (
    select websearch_to_tsquery('english', said) as query
  ), hits as (
    select l.offer_id
    from listing l
    where (l.at <@ circle(point(x, y), far) or (l.anywhere and l.n = 0)
        or l.serves @> array[district])
      and (l.words @@ (select query from found) or numnode((select query from found)) = 0)
      and (kind is null or l.kinds & kind <> 0)
      and (community is null or (l.by_and_for | l.for_only | l.made_with) & community <> 0)
      and l.state = 'published' and (l.ends_on is null or l.ends_on >= current_date)
    group by l.offer_id
  )
  select t.* from hits h join offer_term t on t.offer_id = h.offer_id
  where part is null or t.vocabulary = part
$$;

create function offer_kind_term(o offer) returns term language sql stable as $$
  select t from term t where t.vocabulary = 'kind' and t.code = o.kind
$$;

create function offer_setting_terms(o offer) returns setof term language sql stable rows 2 as $$
  select t.* from unnest(o.settings) with ordinality u(code, n)
  join term t on t.vocabulary = 'setting' and t.code = u.code order by u.n
$$;

create function offer_format_terms(o offer) returns setof term language sql stable rows 2 as $$
  select t.* from unnest(o.formats) with ordinality u(code, n)
  join term t on t.vocabulary = 'format' and t.code = u.code order by u.n
$$;

create function offer_cost_terms(o offer) returns setof term language sql stable rows 1 as $$
  select t.* from unnest(o.cost) with ordinality u(code, n)
  join term t on t.vocabulary = 'cost' and t.code = u.code order by u.n
$$;

create function offer_made_for_terms(o offer) returns setof made_for_term
language sql stable rows 2 as $$
  select upper(m.made ->> 'level'), t.code, t.label
  from jsonb_array_elements(o.made_for) with ordinality m(made, n)
  join term t on t.vocabulary = 'community' and t.code = m.made ->> 'community' order by m.n
$$;

comment on function offer_setting_terms(offer) is '@behavior -connection +list';
comment on function offer_format_terms(offer) is '@behavior -connection +list';
comment on function offer_cost_terms(offer) is '@behavior -connection +list';
comment on function offer_made_for_terms(offer) is '@behavior -connection +list';

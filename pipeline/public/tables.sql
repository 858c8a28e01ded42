-- The tables of the public edition by treatment (seed public_table). `src` is the internal release, `shown` has one row
-- per published figure with its symbol, `charted` one per point of a chart of which every point is shown; {table},
-- {columns}, {typed} and {hidden} are filled in.

-- name: whole
select * from src."{table}";

-- name: figures
select {typed}, symbol from figures;

-- name: labels
select * from src."{table}" semi join shown using (council_id, breakdown, category);

-- name: dictionary
select * from src."{table}" where table_name in (select table_name from published)
union all by name
select
    table_name, any_value(table_description) as table_description, cast(max(position) + 1 as integer) as position,
    'symbol' as column_name, 'varchar' as data_type, false as is_key,
    'c suppressed, z not applicable, x not available, k rounds to zero; empty: the value stands' as description
from src."{table}"
where table_name in (select table_name from published where has_symbol)
group by table_name
union all by name
select * from note_columns;

-- name: judged
select {columns}, case when {hidden} then 'c' end as symbol
from src."{table}" as t
inner join shown as s using (council_id, indicator_id, period_id, breakdown, category)
left join charted as p using (council_id, indicator_id, period_id)
left join src.dim_measure as m on t.measure_id = m.measure_id;

-- name: measure
select
    {columns},
    case when s.symbol = 'c' then 'c' when t.value is null or {hidden} then 'x' end as symbol
from src."{table}" as t
left join shown as s using (council_id, indicator_id, period_id, breakdown, category)
left join charted as p using (council_id, indicator_id, period_id)
left join src.dim_measure as m on t.measure_id = m.measure_id;

-- name: shown
select * from src."{table}" semi join open using (council_id, indicator_id, period_id);

-- name: charted
select * from src."{table}" semi join charted using (council_id, indicator_id, period_id);

-- name: paired
select t.*
from src."{table}" as t
semi join open using (council_id, indicator_id, period_id)
where exists (
    select 1 from open
    where
        open.council_id = t.council_id and open.indicator_id = t.indicator_id
        and open.period_id = concat(t.period_type, ':', last_day(t.period_end - interval 1 year))
);

-- name: notes
select * from notes;

-- name: prepare
-- Figures of the whole that are shown, and the points of charts in which nothing is hidden.
create temp table shown as
    select council_id, indicator_id, period_type, period_id, period_end, breakdown, category, symbol from figures;
create temp table open as
    select council_id, indicator_id, period_id from shown where breakdown = 'all' and symbol is distinct from 'c';
create temp table charted as
    select council_id, indicator_id, period_id
    from src.fct_spc
    left join (select *, true as is_open from open) as points using (council_id, indicator_id, period_id)
    qualify bool_and(is_open is not null) over (partition by council_id, indicator_id, period_type, rebase_group);

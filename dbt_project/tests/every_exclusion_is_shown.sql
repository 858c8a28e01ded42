-- An indicator whose registry row names an exclusion shows the rows that fell to it, in at least one council.
select indicators.indicator_id
from {{ ref('indicator') }} as indicators
left join {{ ref('measure_excluded') }} as excluded on indicators.indicator_id = excluded.indicator_id
where
    indicators.exclusions is not null
    and excluded.indicator_id is null
    and exists (select 1 from {{ ref('measure_excluded') }})

{{ config(materialized='table') }}

with

series as (select * from {{ ref('control_series') }}),

rebases as (select * from {{ ref('spc_rebase') }}),

rebased as (
    select
        series.council_id, series.indicator_id, series.period_type, series.period_end, series.value,
        series.is_large_enough, series.screens_ranges,
        count(rebases.from_date) as rebase_group
    from series
    left join rebases
        on series.council_id = rebases.council_id
        and series.indicator_id = rebases.indicator_id
        and series.period_end >= rebases.from_date
    group by all
),

final as (
    select
        *,
        value - lag(value) over (
            partition by council_id, indicator_id, rebase_group order by period_end
        ) as step_size
    from rebased
)

select * from final

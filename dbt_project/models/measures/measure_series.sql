{{ config(materialized='table') }}

with

lines as (
    select
        row_number() over (order by council_id, indicator_id) as line_number,
        council_id, indicator_id, shape, kind
    from (select distinct council_id, indicator_id, shape, kind from {{ ref('int_indicator_period') }}) as known
),

categories as (
    select distinct council_id, indicator_id, breakdown, category
    from {{ ref('measure_cell') }}
    where breakdown <> 'all'
),

series as (
    select *, 'all' as breakdown, 'all' as category
    from lines
    union all
    select lines.*, categories.breakdown, categories.category
    from lines
    inner join categories
        on lines.council_id = categories.council_id and lines.indicator_id = categories.indicator_id
),

final as (
    select row_number() over (order by line_number, breakdown, category) as series_number, *
    from series
)

select * from final

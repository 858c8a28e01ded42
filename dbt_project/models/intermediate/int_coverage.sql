{{ config(materialized='table') }}

with

councils as (select * from {{ ref('stg_council') }}),

indicators as (select * from {{ ref('indicator') }}),

delivered as (select * from {{ ref('stg_extract_status') }}),

needed as (
    select indicator_id, {{ items('extracts') }} as extract from indicators
),

final as (
    select
        councils.council_id,
        needed.indicator_id,
        {{ joined('case when delivered.extract is null then needed.extract end', 'needed.extract') }}
            as missing_extracts,
        {{ joined('case when delivered.is_stale then needed.extract end', 'needed.extract') }} as stale_extracts,
        -- where nothing comes from the case system, the office's own trackers say how far it is known
        case min(case delivered.source when 'office' then 1 else 0 end)
            when 1 then min(delivered.extract_date)
            else min(councils.as_at_date)
        end as as_at_date
    from councils
    cross join needed
    left join delivered on councils.council_id = delivered.council_id and needed.extract = delivered.extract
    group by councils.council_id, needed.indicator_id
)

select * from final

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
        {{ joined('case when delivered.is_stale then needed.extract end', 'needed.extract') }} as stale_extracts
    from councils
    cross join needed
    left join delivered on councils.council_id = delivered.council_id and needed.extract = delivered.extract
    group by councils.council_id, needed.indicator_id
)

select * from final

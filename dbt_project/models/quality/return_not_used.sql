with

returns as (select * from {{ ref('stg_measure_return') }}),

measures as (select * from {{ ref('int_returnable_measure') }}),

final as (
    select
        returns.council_id, 'measure_return' as extract, returns.record_token,
        cast(null as varchar) as child_key, cast(null as varchar) as team
    from returns
    left join measures on returns.measure = measures.measure and returns.nation = measures.nation
    where measures.measure is null
)

select * from final

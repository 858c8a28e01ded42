with

households as (select * from {{ ref('stg_carer_household') }}),

final as (
    select
        council_id, 'carer_household' as extract, record_token, cast(null as varchar) as child_key,
        cast(null as varchar) as team
    from households
    where approved_date is not null and ended_date is null and places = 0
)

select * from final

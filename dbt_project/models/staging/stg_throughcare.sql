with

spells as (select * from {{ source('raw', 'throughcare') }}),

final as (
    select
        council_id,
        throughcare_key,
        child_key,
        support_type,
        started_date as from_date,
        ended_date as to_date,
        team,
        recorded_date,
        throughcare_key as sort_key,
        record_token
    from spells
)

select * from final

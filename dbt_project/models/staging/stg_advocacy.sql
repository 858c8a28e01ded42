with

spells as (select * from {{ source('raw', 'advocacy') }}),

final as (
    select
        council_id,
        advocacy_key,
        child_key,
        started_date as from_date,
        -- the provider names the last day; a spell here ends on the first day without
        {{ add_days('ended_date', 1) }} as to_date,
        advocacy_key as sort_key,
        record_token
    from spells
)

select * from final

with

episodes as (select * from {{ source('raw', 'early_help') }}),

final as (
    select
        council_id,
        early_help_key,
        child_key,
        started_date as from_date,
        assessment_completed_date,
        ended_date as to_date,
        team,
        recorded_date,
        early_help_key as sort_key,
        record_token
    from episodes
)

select * from final

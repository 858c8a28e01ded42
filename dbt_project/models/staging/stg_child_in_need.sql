with

episodes as (select * from {{ source('raw', 'child_in_need') }}),

final as (
    select
        council_id,
        need_episode_key,
        child_key,
        started_date as from_date,
        ended_date as to_date,
        closure_reason,
        plan_started_date,
        plan_ended_date,
        team,
        recorded_date,
        need_episode_key as sort_key,
        record_token
    from episodes
)

select * from final

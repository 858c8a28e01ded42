with

spells as (select * from {{ ref('int_action_status_spell') }}),

final as (
    select
        council_id, action_key, framework_id, measure_id, status_scale,
        previous_status as from_status,
        status as to_status,
        movement,
        from_date as moved_date,
        record_token
    from spells
    where movement is not null
)

select * from final

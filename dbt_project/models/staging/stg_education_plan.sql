with

plans as (select * from {{ source('raw', 'education_plan') }}),

final as (
    select
        council_id,
        education_plan_key,
        child_key,
        due_date,
        completed_date,
        completed_date is not null as is_completed,
        team,
        extract_date,
        record_token
    from plans
)

select * from final

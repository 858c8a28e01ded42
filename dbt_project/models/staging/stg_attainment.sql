with

results as (select * from {{ source('raw', 'attainment') }}),

codes as (select * from {{ ref('stg_code') }}),

stages as (select * from codes where code_list = 'attainment_stage'),

subjects as (select * from codes where code_list = 'attainment_subject'),

final as (
    select
        results.council_id,
        results.child_key,
        stages.code_group as stage_group,
        subjects.code_group as subject_group,
        results.result_date,
        case results.met_standard when 'Y' then true when 'N' then false end as is_met,
        results.score,
        results.record_token
    from results
    left join stages on results.council_id = stages.council_id and results.stage = stages.code
    left join subjects on results.council_id = subjects.council_id and results.subject = subjects.code
)

select * from final

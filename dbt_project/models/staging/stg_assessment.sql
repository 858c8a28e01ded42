with

assessments as (select * from {{ source('raw', 'assessment') }}),

codes as (select * from {{ ref('stg_code') }}),

types as (select * from codes where code_list = 'assessment_type'),

outcomes as (select * from codes where code_list = 'assessment_outcome'),

supports as (select * from codes where code_list = 'assessment_support'),

final as (
    select
        assessments.council_id,
        assessments.assessment_key,
        assessments.child_key,
        assessments.referral_key,
        types.code_group as type_group,
        assessments.started_date,
        assessments.completed_date,
        assessments.seen_alone,
        assessments.outcome,
        outcomes.code_group as outcome_group,
        supports.code_group as support_group,
        assessments.team,
        assessments.recorded_date,
        assessments.record_token
    from assessments
    left join types on assessments.council_id = types.council_id and assessments.assessment_type = types.code
    left join outcomes on assessments.council_id = outcomes.council_id and assessments.outcome = outcomes.code
    left join supports on assessments.council_id = supports.council_id and assessments.outcome = supports.code
)

select * from final

with

final as (
    select council_id, 'improvement_action' as extract, lower(measure_id) as evidence, status_date as held_date
    from {{ ref('stg_improvement_action') }}
    where status_group = 'held'
    union all
    select council_id, 'case_audit', theme, audited_date
    from {{ ref('int_audit') }}
    union all
    select council_id, 'survey_response', survey, answered_date
    from {{ ref('int_survey_response') }}
)

select * from final

with

assessments as (select * from {{ ref('stg_early_help') }} where assessment_completed_date is not null),

spells as (select * from {{ ref('int_early_help_spell') }}),

final as (
    {{ measure_event(
        'early_help_assessment_rate', 'assessments', 'assessment_completed_date', subject='early_help_key'
    ) }}
    union all
    {{ measure_state('early_help_active_rate', 'spells') }}
    union all
    {{ measure_event(
        'early_help_repeats', 'spells', 'from_date', where='is_repeated_12m', subject='early_help_key'
    ) }}
)

select * from final

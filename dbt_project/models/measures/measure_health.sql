with

checks as (select * from {{ ref('int_health_spell') }}),

due as (select * from {{ ref('int_health_due') }} where not left_before),

questionnaires as (select * from {{ ref('int_sdq_spell') }}),

{%- set up_to_date = {'numerator': 'cast(is_up_to_date as integer)', 'denominator': '1'} %}
{%- set on_time = {'numerator': 'cast(is_on_time as integer)', 'denominator': '1'} %}

final as (
    {{ measure_state('health_assessment_pct', 'checks', where="kind = 'assessment'", **up_to_date) }}
    union all
    {{ measure_state('dental_check_pct', 'checks', where="kind = 'dental'", **up_to_date) }}
    union all
    {{ measure_state('immunisations_pct', 'checks', where="kind = 'immunisation'", **up_to_date) }}
    union all
    {{ measure_event('initial_health_on_time_pct', 'due', 'due_date', where="kind = 'initial'", **on_time) }}
    union all
    {{ measure_event('review_health_on_time_pct', 'due', 'due_date', where="kind = 'review'", **on_time) }}
    union all
    {{ measure_state(
        'sdq_mean', 'questionnaires', where='score is not null', numerator='score', denominator='1'
    ) }}
    union all
    {{ measure_state('sdq_band', 'questionnaires', where='score is not null', band='band') }}
    union all
    {{ measure_state(
        'sdq_concern_pct', 'questionnaires', where='score is not null',
        numerator="case when band = 'sdq_concern' then 1 else 0 end", denominator='1'
    ) }}
    union all
    {{ measure_state(
        'sdq_completed_pct', 'questionnaires',
        numerator='case when score is not null then 1 else 0 end', denominator='1'
    ) }}
)

select * from final

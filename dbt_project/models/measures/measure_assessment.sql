with

assessments as (select * from {{ ref('int_assessment') }} where type_group = 'social_work'),

completed as (select * from assessments where completed_date is not null),

born as (
    select completed.*
    from completed
    inner join {{ ref('stg_person') }} as persons
        on completed.council_id = persons.council_id
        and completed.child_key = persons.child_key
        and completed.completed_date >= persons.date_of_birth
),

by_pod as (
    select completed.*
    from completed
    inner join {{ ref('assessment_pod') }} as pods
        on completed.council_id = pods.council_id and completed.team = pods.team
),

-- a child whom the pod assesses twice on one day is one child
pod_children as (
    select council_id, child_key, completed_date, team, min(support_group) as support_group
    from by_pod
    group by council_id, child_key, completed_date, team
),

profiles as (
    select * from {{ ref('int_assessment') }}
    where type_group = 'graded_care_profile' and completed_date is not null
),

{%- set of_assessment = {'subject': 'assessment_key'} %}
{%- set share = {'subject': 'assessment_key', 'denominator': '1'} %}

final as (
    {{ measure_event(
        'assessment_45_days_pct', 'completed', 'completed_date', where='is_in_time is not null',
        numerator='cast(is_in_time as integer)', **share
    ) }}
    union all
    {{ measure_event('assessment_rate', 'completed', 'completed_date', **of_assessment) }}
    union all
    {{ measure_event(
        'seen_alone_pct', 'born', 'completed_date', numerator="case when seen_alone = 'Y' then 1 else 0 end", **share
    ) }}
    union all
    {{ measure_event('graded_care_profiles', 'profiles', 'completed_date', **of_assessment) }}
    union all
    {{ measure_event('pod_children', 'pod_children', 'completed_date', band='support_group') }}
)

select * from final

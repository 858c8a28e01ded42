with

needs as (select * from {{ ref('int_need_spell') }} where nation = 'england'),

durations as (select * from {{ ref('int_need_duration') }}),

plans as (
    select episodes.*
    from {{ ref('stg_child_in_need') }} as episodes
    inner join {{ ref('stg_council') }} as councils
        on episodes.council_id = councils.council_id and councils.nation = 'scotland'
    where episodes.plan_started_date is not null
),

deescalations as (select * from {{ ref('int_deescalation') }} where nation = 'england'),

final as (
    {{ measure_state('cin_rate', 'needs') }}
    union all
    {{ measure_state('cin_duration', 'durations', band='band') }}
    union all
    {{ measure_state(
        'childs_plans_open', 'plans', subject='need_episode_key', from_date='plan_started_date',
        to_date='coalesce(plan_ended_date, to_date)'
    ) }}
    union all
    {{ measure_event(
        'deescalated_2y_pct', 'deescalations', 'judged_date', subject='registration_key',
        numerator='cast(is_lasting as integer)', denominator='1'
    ) }}
)

select * from final

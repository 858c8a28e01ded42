with

reviews as (select * from {{ ref('int_lac_review_spell') }}),

unregistered as (select * from {{ ref('int_unregistered_spell') }}),

voluntary as (select * from {{ ref('int_voluntary_spell') }}),

plans as (select * from {{ ref('stg_permanence') }}),

-- a child is connected once, whichever plan says so first
linked as (
    select council_id, child_key, min(lifelong_links_date) as linked_date, min_by(team, lifelong_links_date) as team
    from plans
    where lifelong_links_date is not null
    group by council_id, child_key
),

care as (select * from {{ ref('int_care_spell') }}),

persons as (select * from {{ ref('stg_person') }}),

limits as (select * from {{ ref('int_threshold') }}),

newborn as (
    select care.*
    from care
    inner join persons on care.council_id = persons.council_id and care.child_key = persons.child_key
    inner join limits on {{ is_threshold('limits', 'born_into_care', 'care.council_id', 'care.from_date') }}
    where care.from_date < {{ after('persons.date_of_birth', 'limits') }}
),

missing as (select * from {{ ref('stg_missing') }} where missing_group = 'missing'),

final as (
    {{ measure_state(
        'lac_reviewed_pct', 'reviews', numerator='cast(is_on_time as integer)', denominator='1'
    ) }}
    union all
    {{ measure_state(
        'unregistered_weekly_review_pct', 'unregistered', numerator='cast(is_reviewed as integer)', denominator='1'
    ) }}
    union all
    {{ measure_state('lac_voluntary', 'voluntary') }}
    union all
    {{ measure_state('lac_voluntary_permanence', 'voluntary', where='has_permanence_plan') }}
    union all
    {{ measure_event('lac_born_into_care', 'newborn', 'from_date') }}
    union all
    {{ measure_state(
        'permanence_open', 'plans', subject='permanence_key', where='to_date is null or to_date > from_date'
    ) }}
    union all
    {{ measure_event(
        'permanence_matches_ratified', 'plans', 'ratified_date', subject='permanence_key',
        where="ratified_date is not null and permanence_group = 'foster'"
    ) }}
    union all
    {{ measure_event('lifelong_links_children', 'linked', 'linked_date') }}
    union all
    {{ measure_event('missing_episodes', 'missing', 'started_date', subject='missing_key') }}
)

select * from final

with

leavers as (select *, left_out_because as reason from {{ ref('int_leaver_birthday') }}),

adults as (select * from leavers where age between 19 and 21),

elsewhere as (select * from adults where reason is null and accommodation_group in ('abroad', 'not_known')),

due as (select * from {{ ref('int_health_due') }} where left_before),

exits as (select * from {{ ref('int_care_exit') }} where placement_group = 'at_home'),

away as (select * from {{ ref('stg_missing') }} where missing_group = 'away'),

{%- set of_leaver = {'band': 'reason', 'subject': "concat(child_key, ':', age)", 'where': 'reason is not null'} %}
{%- set left_care = "'Left care by the day it was due'" %}

excluded as (
    {{ measure_event(
        [
            'care_leaver_eet_pct', 'care_leaver_he_pct', 'care_leaver_apprenticeship_pct',
            'care_leaver_suitable_pct', 'care_leaver_unsuitable_pct'
        ],
        'adults', 'birthday_date', **of_leaver
    ) }}
    union all
    {{ measure_event(
        ['care_leaver_suitable_pct', 'care_leaver_unsuitable_pct'], 'elsewhere', 'birthday_date',
        subject="concat(child_key, ':', age)", band="'Gone abroad, or residence not known'"
    ) }}
    union all
    {{ measure_event('initial_health_on_time_pct', 'due', 'due_date', where="kind = 'initial'", band=left_care) }}
    union all
    {{ measure_event('review_health_on_time_pct', 'due', 'due_date', where="kind = 'review'", band=left_care) }}
    union all
    {{ measure_event(
        'continuing_care_entry_pct', 'exits', 'ceased_date', band="'Looked after at home'"
    ) }}
    union all
    {{ measure_event(
        'missing_episodes', 'away', 'started_date', subject='missing_key', band="'Away without authorisation'"
    ) }}
)

select * from excluded

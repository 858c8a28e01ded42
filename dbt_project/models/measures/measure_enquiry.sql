with

enquiries as (select * from {{ ref('int_enquiry') }}),

english as (select * from enquiries where nation = 'england'),

conferences as (select * from {{ ref('int_conference') }}),

{%- set of_enquiry = {'subject': 'enquiry_key'} %}
{%- set of_conference = {'subject': 'conference_key'} %}

final as (
    {{ measure_event('s47_enquiries', 'enquiries', 'from_date', **of_enquiry) }}
    union all
    {{ measure_event('s47_rate', 'english', 'from_date', **of_enquiry) }}
    union all
    {{ measure_event(
        's47_to_conference_pct', 'english', 'from_date', numerator='cast(has_conference as integer)',
        denominator='1', **of_enquiry
    ) }}
    union all
    {{ measure_event('icpc_rate', 'conferences', 'held_date', **of_conference) }}
    union all
    {{ measure_event(
        'conference_15_days_pct', 'conferences', 'held_date', where="nation = 'england'",
        numerator='cast(is_in_time as integer)', denominator='1', **of_conference
    ) }}
    union all
    {{ measure_event(
        'planning_meeting_in_time_pct', 'conferences', 'held_date', where="nation = 'scotland'",
        numerator='cast(is_in_time as integer)', denominator='1', **of_conference
    ) }}
)

select * from final

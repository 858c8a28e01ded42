with

registrations as (select * from {{ ref('int_registration_history') }}),

transfers as (select * from registrations where is_transfer_in and nation = 'scotland'),

-- judged two years later, as those stepped down are
otherwise_ended as (
    select *, {{ add_days('to_date', 730) }} as judged_date
    from registrations
    where nation = 'england' and to_date is not null and deregistration_group is distinct from 'step_down'
),

carried_on as (
    select episodes.*
    from {{ ref('stg_early_help') }} as episodes
    left join {{ ref('int_early_help_spell') }} as spells
        on episodes.council_id = spells.council_id and episodes.early_help_key = spells.early_help_key
    where spells.early_help_key is null
),

proceedings as (select * from {{ ref('stg_court_proceedings') }}),

{%- set of_stage = {'subject': 'proceedings_key'} %}
{%- set still_open = {'subject': 'proceedings_key', 'band': "'Still open: its length is not known'"} %}

final as (
    {{ measure_event(
        'cpr_reregistration_18m_pct', 'transfers', 'from_date', subject='registration_key',
        band="'Transferred in from another council'"
    ) }}
    union all
    {{ measure_event(
        'deescalated_2y_pct', 'otherwise_ended', 'judged_date', subject='registration_key',
        band="'Ended for another reason than less risk'"
    ) }}
    union all
    {{ measure_event(
        'early_help_repeats', 'carried_on', 'from_date', subject='early_help_key',
        band="'Carried on by another team from the same day'"
    ) }}
    union all
    {{ measure_state(
        'care_proceedings_weeks_mean', 'proceedings', where="stage_group = 'care_proceedings' and to_date is null",
        **still_open
    ) }}
    union all
    {{ measure_state(
        'pre_proceedings_days_mean', 'proceedings', where="stage_group = 'pre_proceedings' and to_date is null",
        **still_open
    ) }}
    union all
    {{ measure_event(
        's31_with_parents_pct', 'proceedings', 'to_date', band="'Not recorded where the child lives'",
        where="stage_group = 'care_proceedings' and to_date is not null and living_with is null", **of_stage
    ) }}
)

select * from final

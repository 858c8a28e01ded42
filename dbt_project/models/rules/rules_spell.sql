with

spells as (select * from {{ ref('int_record_spell') }}),

held as (select * from {{ ref('int_case_held') }}),

persons as (select * from {{ ref('stg_person') }}),

known_teams as (select * from {{ ref('team') }}),

cases as (
    select
        spells.*,
        persons.date_of_birth,
        known_teams.team is null and spells.team is not null as is_of_unknown_team,
        coalesce(held.is_held, false) as is_held,
        -- every allocation has ended; of a child that never had one, nothing was closed
        held.child_key is not null and not held.is_allocated as is_closed,
        lag(spells.to_date) over (
            partition by spells.council_id, spells.extract, spells.child_key order by spells.from_date, spells.to_date
        ) as earlier_to_date
    from spells
    left join persons on {{ same_child('spells', 'persons') }}
    left join held on {{ same_child('spells', 'held') }}
    left join known_teams on spells.council_id = known_teams.council_id and spells.team = known_teams.team
),

final as (
    {%- for extract, rule in [
        ('registration', 'registered_without_worker'),
        ('looked_after', 'looked_after_without_worker'),
        ('throughcare', 'throughcare_without_worker')
    ] %}
    {{ case_rule(rule, extract, 'cases', "extract = '" ~ extract ~ "' and is_open and not is_held and not is_closed") }}
    union all
    {%- endfor %}
    {{ case_rule(
        'open_on_closed_case', 'extract', 'cases', "extract <> 'allocation' and is_open and is_closed"
    ) }}
    union all
    {{ case_rule(
        'open_at_26', 'extract', 'cases', 'is_open and ' ~ birthday('date_of_birth', 26) ~ ' <= as_at_date'
    ) }}
    union all
    -- a child may be registered and its case held before it is born
    {{ case_rule(
        'began_before_birth', 'extract', 'cases',
        "extract not in ('registration', 'allocation') and from_date < date_of_birth"
    ) }}
    union all
    {{ case_rule('team_missing', 'extract', 'cases', 'is_open and has_team and team is null') }}
    union all
    {{ case_rule('team_unknown', 'extract', 'cases', 'is_of_unknown_team') }}
    union all
    {{ case_rule(
        'spell_of_no_nights', 'extract', 'cases',
        "extract in ('looked_after', 'placement', 'registration') and from_date = to_date"
    ) }}
    union all
    {{ case_rule(
        'spell_split_in_two', 'extract', 'cases',
        "extract in ('looked_after', 'registration') and from_date between earlier_to_date and "
        ~ add_days('earlier_to_date', threshold_of('spell_split_in_two'))
    ) }}
    union all
    {{ case_rule('recorded_before_it_began', 'extract', 'cases', 'recorded_date < from_date') }}
    union all
    {{ case_rule('recorded_day_missing', 'extract', 'cases', 'has_recorded_date and recorded_date is null') }}
)

select * from final

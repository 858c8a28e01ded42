with

short_breaks as (select *, cast(null as varchar) as team from {{ ref('int_short_break_spell') }}),

registrations as (select * from {{ ref('int_registration_spell') }} where is_transfer_in),

referrals as (
    select * from {{ ref('stg_referral') }}
    where referral_type = 'referral' and decision_group = 'already_open'
),

managers as (select * from {{ ref('int_manager_spell') }}),

off_scale as (select * from {{ ref('stg_case_audit') }} where not is_grade_of_scale),

{%- set of_audit = {'subject': 'audit_key', 'band': "'The grade is not of the scale named'"} %}

excluded as (
    {{ measure_state(
        [
            'lac_total', 'lac_rate', 'lac_at_home', 'lac_at_home_rate', 'lac_away', 'lac_away_rate',
            'lac_foster', 'lac_kinship', 'lac_residential', 'uasc'
        ],
        'short_breaks', band="'On a planned series of short breaks'"
    ) }}
    union all
    {{ measure_event(
        ['lac_started'], 'short_breaks', 'from_date', band="'On a planned series of short breaks'"
    ) }}
    union all
    {{ measure_event(
        ['lac_ceased'], 'short_breaks', 'to_date', where='to_date is not null',
        band="'On a planned series of short breaks'"
    ) }}
    union all
    {{ measure_event(
        ['cpr_registrations', 'cpr_registration_rate'], 'registrations', 'from_date', subject='registration_key',
        band="'Transferred in from another council'"
    ) }}
    union all
    {{ measure_event(
        ['referrals', 'referral_rate', 'rereferral_12m'], 'referrals', 'received_date', subject='referral_key',
        band="'Passed to the worker: the case was already open'"
    ) }}
    union all
    {{ measure_state(
        ['caseload_mean', 'caseload_max', 'caseload_distribution', 'caseload_within_tolerance'], 'managers',
        worker='worker_key', band="'Held by a team leader or manager'"
    ) }}
    union all
    {{ measure_event(
        ['audit_good_pct', 'audit_adequate_pct'], 'off_scale', 'audited_date',
        where="domain_group = 'overall'", **of_audit
    ) }}
    union all
    {{ measure_event(
        ['audit_domain_good_pct', 'audit_domain_adequate_pct'], 'off_scale', 'audited_date',
        where="scale_group = 'graded' and domain_group is distinct from 'overall'", **of_audit
    ) }}
    union all
    {{ measure_event(
        'practice_standards_met_pct', 'off_scale', 'audited_date', where="scale_group = 'standard'", **of_audit
    ) }}
    union all
    {%- for part in ['front_door', 'looked_after', 'placement', 'protection', 'family', 'workforce'] %}
    select * from {{ ref('measure_excluded_' ~ part) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

final as (
    select
        council_id, indicator_id, subject_key, band as reason, shape, event_date, from_date, to_date
    from excluded
)

select * from final

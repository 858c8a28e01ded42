with

referrals as (
    {{ records_of('referral', spell=false) }}
),

persons as (select * from {{ ref('stg_person') }}),

cases as (
    select
        referrals.*,
        persons.date_of_birth,
        row_number() over (
            partition by
                referrals.council_id, referrals.child_key, referrals.referral_type, referrals.received_date
            order by referrals.received_at, referrals.record_token
        ) as number_of_day
    from referrals
    left join persons on {{ same_child('referrals', 'persons') }}
),

final as (
    {%- for rule, where in [
        ('referral_undecided', 'decision is null and decided_at is null and '
            ~ is_overdue('referral_undecided', 'received_date', 'as_at_date')),
        ('decided_without_decision', 'decided_at is not null and decision is null'),
        ('decision_without_day', 'decision is not null and decided_at is null'),
        ('referral_closed_undecided', 'closed_date is not null and decision is null'),
        ('referral_closed_before_received', 'closed_date < received_date'),
        ('referral_closed_before_decided', 'closed_date < cast(decided_at as date)'),
        ('referral_decided_long_after',
            is_overdue('referral_decided_long_after', 'received_date', 'cast(decided_at as date)')),
        ('referred_at_18', birthday('date_of_birth', 18) ~ ' <= received_date'),
        ('referral_source_missing', 'source is null'),
        ('referral_team_missing', 'team is null'),
        ('referred_twice_in_a_day', 'number_of_day > 1'),
        ('referral_entered_late', is_entered_late('referral_entered_late', 'received_date')),
        ('referral_recorded_before_received', 'recorded_date < received_date')
    ] %}
    {{ case_rule(rule, 'referral', 'cases', where) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from final

with

registrations as (
    {{ records_of('registration') }}
),

supports as (
    {{ records_of('throughcare') }}
),

persons as (select * from {{ ref('stg_person') }}),

care as (
    select council_id, child_key, min(from_date) as first_date, bool_or(is_open) as is_looked_after
    from {{ ref('int_record_spell') }}
    where extract = 'looked_after'
    group by council_id, child_key
),

registered as (
    select registrations.*, persons.date_of_birth
    from registrations
    left join persons on {{ same_child('registrations', 'persons') }}
),

supported as (
    select
        supports.*, councils.history_from_date, persons.date_of_birth, care.first_date as first_care_date,
        coalesce(care.is_looked_after, false) as is_looked_after,
        coalesce(supports.from_date < max(coalesce(supports.to_date, {{ far_future() }})) over (
            partition by supports.council_id, supports.child_key order by supports.from_date, supports.to_date
            rows between unbounded preceding and 1 preceding
        ), false) as overlaps_earlier
    from supports
    inner join {{ ref('stg_council') }} as councils on supports.council_id = councils.council_id
    left join persons on {{ same_child('supports', 'persons') }}
    left join care on {{ same_child('supports', 'care') }}
),

final as (
    {%- for rule, extract, relation, where in [
        ('registered_without_concern', 'registration', 'registered', "coalesce(concerns, '') = ''"),
        ('deregistered_without_reason', 'registration', 'registered',
            'to_date is not null and deregistration_reason is null'),
        ('deregistration_reason_while_open', 'registration', 'registered',
            'to_date is null and deregistration_reason is not null'),
        ('registered_at_18', 'registration', 'registered',
            'is_open and ' ~ birthday('date_of_birth', 18) ~ ' <= as_at_date'),
        ('registered_too_long', 'registration', 'registered',
            'is_open and ' ~ is_overdue('registered_too_long', 'from_date', 'as_at_date')),
        ('support_before_15', 'throughcare', 'supported', 'from_date < ' ~ birthday('date_of_birth', 15)),
        ('support_while_looked_after', 'throughcare', 'supported', 'is_open and is_looked_after'),
        ('support_without_care', 'throughcare', 'supported', 'is_open and first_care_date is null and from_date >= history_from_date'),
        ('overlapping_supports', 'throughcare', 'supported', 'overlaps_earlier')
    ] %}
    {{ case_rule(rule, extract, relation, where) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from final

with

periods as (
    {{ records_of('looked_after') }}
),

placements as (
    {{ records_of('placement') }}
),

statuses as (
    {{ records_of('legal_status') }}
),

care as (
    select
        council_id, child_key, min(from_date) as first_date, bool_or(is_open) as is_looked_after,
        max(coalesce(to_date, {{ far_future() }})) as last_date
    from periods
    group by council_id, child_key
),

placed as (
    select council_id, child_key, count(*) as open_placements from placements where is_open group by all
),

in_care as (
    select periods.*, placed.open_placements
    from periods
    left join placed on {{ same_child('periods', 'placed') }}
),

stays as (
    select
        placements.*, care.first_date, care.last_date,
        max(placements.to_date) over (
            partition by placements.council_id, placements.child_key order by placements.from_date, placements.to_date
            rows between unbounded preceding and 1 preceding
        ) as earlier_to_date
    from placements
    left join care on {{ same_child('placements', 'care') }}
),

orders as (
    select
        statuses.*, care.last_date, coalesce(care.is_looked_after, false) as is_looked_after,
        coalesce(statuses.from_date < max(coalesce(statuses.to_date, {{ far_future() }})) over (
            partition by statuses.council_id, statuses.child_key, statuses.legal_status
            order by statuses.from_date, statuses.to_date rows between unbounded preceding and 1 preceding
        ), false) as runs_twice
    from statuses
    left join care on {{ same_child('statuses', 'care') }}
),

final as (
    {%- for rule, extract, relation, where, team in [
        ('looked_after_in_two_placements', 'looked_after', 'in_care', 'is_open and open_placements > 1', 'team'),
        ('care_ended_without_reason', 'looked_after', 'in_care', 'to_date is not null and cease_reason is null', 'team'),
        ('cease_reason_of_open_care', 'looked_after', 'in_care', 'to_date is null and cease_reason is not null', 'team'),
        ('placed_after_care_ended', 'placement', 'stays',
            'last_date < coalesce(to_date, ' ~ far_future() ~ ')', 'null'),
        ('placed_before_care_began', 'placement', 'stays', 'from_date < first_date', 'null'),
        ('never_looked_after', 'placement', 'stays', 'first_date is null', 'null'),
        ('gap_between_placements', 'placement', 'stays', 'from_date < last_date and '
            ~ is_overdue('gap_between_placements', 'earlier_to_date', 'from_date'), 'null'),
        ('provider_not_recorded', 'placement', 'stays', 'is_open and ' ~ is_not_recorded('provider_type'), 'null'),
        ('area_not_recorded', 'placement', 'stays', 'is_open and ' ~ is_not_recorded('in_council_area'), 'null'),
        ('status_open_after_care', 'legal_status', 'orders', 'is_open and not is_looked_after and not is_short_break', 'null'),
        ('same_status_twice', 'legal_status', 'orders', 'runs_twice', 'null')
    ] %}
    {{ case_rule(rule, extract, relation, where, team=team) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from final

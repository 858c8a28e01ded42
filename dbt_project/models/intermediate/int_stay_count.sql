with

periods as (
    select distinct council_id, period_id, least(period_end, as_at_date) as day
    from {{ ref('int_indicator_period') }}
    where indicator_id in ('placement_three_plus_pct', 'placement_moved_pct')
),

care as (select * from {{ ref('int_care_spell') }}),

stays as (select * from {{ ref('int_stay_spell') }}),

-- twelve months to the day, both ends counted: open on the first day, on the last, or any night between
children as (
    select
        care.council_id, care.child_key, care.team, periods.period_id, periods.day,
        {{ add_days(add_months('periods.day', -12), 1) }} as first_day
    from periods
    inner join care on periods.council_id = care.council_id and {{ is_open_on('care', 'periods.day') }}
),

final as (
    select
        children.council_id, children.child_key, children.team, children.period_id, children.day,
        count(stays.placement_key) as stays
    from children
    left join stays
        on children.council_id = stays.council_id
        and children.child_key = stays.child_key
        and children.day >= stays.from_date
        and children.first_day < coalesce(stays.to_date, {{ far_future() }})
    group by children.council_id, children.child_key, children.team, children.period_id, children.day
)

select * from final

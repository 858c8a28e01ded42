with

stay_counts as (select * from {{ ref('int_stay_count') }}),

limits as (select * from {{ ref('int_threshold') }}),

counted as (
    select
        stay_counts.*, limits.threshold_id,
        case when stay_counts.stays >= limits.value then 1 else 0 end as is_moved
    from stay_counts
    inner join limits
        on stay_counts.council_id = limits.council_id
        and limits.threshold_id in ('placements_many', 'placements_moved')
        and {{ is_open_on('limits', 'stay_counts.day') }}
),

periods as (
    select * from {{ ref('int_indicator_period') }} where indicator_id in ('lac_started_rate', 'lac_ceased_rate')
),

flows as (
    select council_id, child_key, team, 'lac_started_rate' as indicator_id, from_date as day
    from {{ ref('int_care_spell') }}
    union all
    select council_id, child_key, team, 'lac_ceased_rate', to_date
    from {{ ref('int_care_spell') }}
    where to_date is not null
),

-- however often in the period, a child counts once
children as (
    select
        flows.council_id, flows.child_key, flows.indicator_id, periods.period_id,
        max_by(flows.team, flows.day) as team
    from flows
    inner join periods
        on flows.council_id = periods.council_id
        and flows.indicator_id = periods.indicator_id
        and flows.day between periods.period_start and least(periods.period_end, periods.as_at_date)
    group by flows.council_id, flows.child_key, flows.indicator_id, periods.period_id
),

long_care as (select * from {{ ref('int_long_care_spell') }}),

settled as (select * from {{ ref('int_settled_spell') }}),

unsettled as (
    {{ uncovered_spells('long_care', 'settled') }}
),

final as (
    {{ measure_window(
        'placement_three_plus_pct', 'counted', where="threshold_id = 'placements_many'", numerator='is_moved',
        denominator='1'
    ) }}
    union all
    {{ measure_window(
        'placement_moved_pct', 'counted', where="threshold_id = 'placements_moved'", numerator='is_moved',
        denominator='1'
    ) }}
    union all
    {{ measure_window('lac_started_rate', 'children', where="indicator_id = 'lac_started_rate'") }}
    union all
    {{ measure_window('lac_ceased_rate', 'children', where="indicator_id = 'lac_ceased_rate'") }}
    union all
    {{ measure_state('placement_stability_long_pct', 'unsettled', numerator='0', denominator='1') }}
    union all
    {{ measure_state('placement_stability_long_pct', 'settled', denominator='1') }}
)

select * from final

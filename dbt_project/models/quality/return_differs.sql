with

returns as (select * from {{ ref('int_measure_return') }}),

returned as (select * from {{ ref('return_observation') }} where value is not null),

counted as (
    select * from {{ ref('fct_indicator_observation') }}
    where source = 'case' and breakdown = 'all' and status = 'ok'
),

-- of a state only the last day matters, so that the year to July can be held against the month
final as (
    select distinct
        returns.submitted_by as council_id, 'measure_return' as extract, returns.record_token,
        cast(null as varchar) as child_key, cast(null as varchar) as team
    from returns
    inner join returned
        on returns.council_id = returned.council_id
        and returns.indicator_id = returned.indicator_id
        and returns.period_id = returned.period_id
    inner join counted
        on returns.council_id = counted.council_id
        and returns.indicator_id = counted.indicator_id
        and returns.period_end = counted.period_end
        and (returns.period_type = counted.period_type or returns.shape = 'state' and counted.period_type = 'month')
    where counted.value <> {{ round_half_up('returned.value', '1', '1', 'returns.decimals') }}
)

select * from final

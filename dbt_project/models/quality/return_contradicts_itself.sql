with

returns as (select * from {{ ref('int_measure_return') }} where returned_value is not null),

returned as (select * from {{ ref('return_observation') }} where numerator is not null),

final as (
    select
        returns.submitted_by as council_id, 'measure_return' as extract, returns.record_token,
        cast(null as varchar) as child_key, cast(null as varchar) as team
    from returns
    inner join returned
        on returns.council_id = returned.council_id
        and returns.indicator_id = returned.indicator_id
        and returns.period_id = returned.period_id
    where returned.value <> {{ round_half_up('returns.returned_value', '1', '1', 'returns.decimals') }}
)

select * from final

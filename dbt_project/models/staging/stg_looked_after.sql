with

periods as (select * from {{ source('raw', 'looked_after') }}),

codes as (select * from {{ ref('stg_code') }} where code_list = 'cease_reason'),

final as (
    select
        periods.council_id,
        periods.care_period_key,
        periods.child_key,
        periods.started_date as from_date,
        periods.ceased_date as to_date,
        periods.cease_reason,
        codes.code_group as cease_reason_group,
        periods.team,
        periods.recorded_date,
        periods.care_period_key as sort_key,
        periods.record_token
    from periods
    left join codes on periods.council_id = codes.council_id and periods.cease_reason = codes.code
)

select * from final

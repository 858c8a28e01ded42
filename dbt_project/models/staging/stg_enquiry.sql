with

enquiries as (select * from {{ source('raw', 'enquiry') }}),

codes as (select * from {{ ref('stg_code') }} where code_list = 'enquiry_outcome'),

final as (
    select
        enquiries.council_id,
        enquiries.enquiry_key,
        enquiries.child_key,
        enquiries.concern_date,
        enquiries.strategy_date,
        enquiries.started_date as from_date,
        enquiries.ended_date as to_date,
        enquiries.outcome,
        codes.code_group as outcome_group,
        enquiries.team,
        enquiries.recorded_date,
        enquiries.record_token
    from enquiries
    left join codes on enquiries.council_id = codes.council_id and enquiries.outcome = codes.code
)

select * from final

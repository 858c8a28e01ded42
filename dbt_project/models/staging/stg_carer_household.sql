with

households as (select * from {{ source('raw', 'carer_household') }}),

codes as (select * from {{ ref('stg_code') }} where code_list = 'carer_type'),

final as (
    select
        households.council_id,
        households.household_key,
        codes.code_group as carer_group,
        households.enquiry_date,
        households.assessment_started_date,
        households.approved_date,
        households.reviewed_date,
        households.ended_date,
        -- an assessment is over when it is approved, and otherwise when the course ends
        coalesce(households.approved_date, households.ended_date) as assessment_ended_date,
        households.recruitment_source,
        households.carers,
        households.places,
        households.extract_date,
        households.record_token
    from households
    left join codes on households.council_id = codes.council_id and households.carer_type = codes.code
)

select * from final

with

conferences as (select * from {{ source('raw', 'conference') }}),

codes as (select * from {{ ref('stg_code') }} where code_list = 'conference_type'),

final as (
    select
        conferences.council_id,
        conferences.conference_key,
        conferences.child_key,
        conferences.enquiry_key,
        codes.code_group as conference_group,
        conferences.held_date,
        conferences.outcome,
        conferences.team,
        conferences.recorded_date,
        conferences.record_token
    from conferences
    left join codes on conferences.council_id = codes.council_id and conferences.conference_type = codes.code
)

select * from final

with

statuses as (select * from {{ source('raw', 'legal_status') }}),

codes as (select * from {{ ref('stg_code') }} where code_list = 'legal_status'),

final as (
    select
        statuses.council_id,
        statuses.legal_status_key,
        statuses.child_key,
        statuses.legal_status,
        codes.code_group as legal_status_group,
        coalesce(codes.code_group = 'short_break', false) as is_short_break,
        statuses.started_date as from_date,
        statuses.ended_date as to_date,
        statuses.record_token
    from statuses
    left join codes on statuses.council_id = codes.council_id and statuses.legal_status = codes.code
)

select * from final

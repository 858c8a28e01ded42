with

orders as (
    select statuses.*
    from {{ ref('stg_legal_status') }} as statuses
    inner join {{ ref('stg_code') }} as codes
        on statuses.council_id = codes.council_id
        and statuses.legal_status = codes.code
        and codes.code_list = 'legal_status'
        and codes.code_group = 'supervision_order'
),

audits as (
    select audits.council_id, audits.child_key, audits.audited_date
    from {{ ref('stg_case_audit') }} as audits
    inner join {{ ref('stg_code') }} as codes
        on audits.council_id = codes.council_id
        and audits.theme = codes.code
        and codes.code_list = 'audit_theme'
        and codes.code_group = 'supervision_order'
),

audited as (
    select
        orders.council_id, orders.child_key, orders.legal_status_key, orders.from_date, orders.to_date,
        min(audits.audited_date) as audited_date
    from orders
    left join audits
        on orders.council_id = audits.council_id
        and orders.child_key = audits.child_key
        and orders.from_date <= audits.audited_date
    group by all
),

-- until the first audit, and from its day on
final as (
    select
        council_id, child_key, legal_status_key, false as is_audited,
        from_date, least(audited_date, to_date) as to_date
    from audited
    union all
    select council_id, child_key, legal_status_key, true, audited_date, to_date
    from audited
    where audited_date is not null
)

select * from final where to_date is null or to_date > from_date

with

findings as (select * from {{ source('raw', 'previous_finding') }}),

final as (
    select council_id, rule_id, extract, record_token, min(first_seen_date) as first_seen_date
    from findings
    group by council_id, rule_id, extract, record_token
)

select * from final

with

completeness as (select * from {{ ref('field_completeness') }}),

final as (
    select council_id, extract, field, month_end, records, filled, cast(filled_pct as double) as filled_pct
    from completeness
)

select * from final

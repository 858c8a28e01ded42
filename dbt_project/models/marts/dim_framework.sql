with

frameworks as (select * from {{ ref('framework') }}),

final as (
    select framework_id, council_id, name, period_from, period_to, reported_date, source from frameworks
)

select * from final

with

reports as (select * from {{ ref('stg_improvement_action') }}),

measures as (select * from {{ ref('measure') }}),

final as (
    select
        reports.council_id, 'improvement_action' as extract, reports.record_token,
        cast(null as varchar) as child_key, cast(null as varchar) as team
    from reports
    -- of a measure that is kept by several meetings, what stands behind the colon says which
    left join measures
        on reports.council_id = measures.council_id
        and lower(split_part(reports.measure_id, ':', 1)) = lower(measures.measure_id)
    where not reports.is_of_known_plan or (reports.measure_id is not null and measures.measure_id is null)
)

select * from final

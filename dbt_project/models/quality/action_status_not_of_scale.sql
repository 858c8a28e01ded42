with

reports as (
    select * from {{ ref('stg_improvement_action') }}
    where status is not null and status_group <> 'held'
),

scales as (select * from {{ ref('action_status') }}),

final as (
    select
        reports.council_id, 'improvement_action' as extract, reports.record_token,
        cast(null as varchar) as child_key, cast(null as varchar) as team
    from reports
    left join scales on reports.status_scale = scales.status_scale and reports.status = scales.status
    where scales.status is null
)

select * from final

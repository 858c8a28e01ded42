with

caseloads as (select * from {{ ref('int_caseload_spell') }} where is_first_year and cases > case_limit),

workers as (select * from {{ ref('stg_worker') }}),

councils as (select * from {{ ref('stg_council') }}),

final as (
    select
        caseloads.council_id, 'worker' as extract, workers.record_token, cast(null as varchar) as child_key,
        caseloads.team
    from caseloads
    inner join councils
        on caseloads.council_id = councils.council_id
        and {{ is_open_on('caseloads', 'councils.as_at_date') }}
    inner join workers
        on caseloads.council_id = workers.council_id
        and caseloads.worker_key = workers.worker_key
        and {{ is_open_on('workers', 'councils.as_at_date') }}
)

select * from final

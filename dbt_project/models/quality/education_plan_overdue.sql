with

plans as (select * from {{ ref('stg_education_plan') }} where due_date <= extract_date),

councils as (select * from {{ ref('stg_council') }}),

care as (select * from {{ ref('int_care_spell') }}),

-- what an earlier term missed is past: only the latest plan of each child can still be completed
latest as (
    select * from plans
    qualify row_number() over (
        partition by council_id, child_key order by due_date desc, education_plan_key desc
    ) = 1
),

final as (
    select latest.council_id, 'education_plan' as extract, latest.record_token, latest.child_key, latest.team
    from latest
    inner join councils on latest.council_id = councils.council_id
    inner join care
        on latest.council_id = care.council_id
        and latest.child_key = care.child_key
        and {{ is_open_on('care', 'councils.as_at_date') }}
    where not latest.is_completed and latest.due_date < latest.extract_date
)

select * from final

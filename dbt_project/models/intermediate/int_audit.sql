with

audits as (
    select
        *,
        row_number() over (
            partition by council_id, audit_key
            order by case domain_group when 'overall' then 0 else 1 end asc, audited_date desc, domain asc
        ) as row_position
    from {{ ref('stg_case_audit') }}
),

standards as (
    select
        council_id,
        audit_key,
        max(case when domain_group = 'assessment' then cast(is_met as integer) end) as is_assessed,
        max(case when domain_group = 'oversight' then cast(is_met as integer) end) as is_overseen
    from {{ ref('int_audit_grade') }}
    where scale_group = 'standard'
    group by council_id, audit_key
),

whole as (select * from audits where row_position = 1),

final as (
    select
        whole.council_id,
        whole.audit_key,
        whole.child_key,
        whole.audited_date,
        whole.theme,
        whole.team,
        standards.is_assessed = 1 as is_assessed,
        standards.is_overseen = 1 as is_overseen
    from whole
    left join standards on whole.council_id = standards.council_id and whole.audit_key = standards.audit_key
)

select * from final

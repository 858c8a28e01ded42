with

audits as (select * from {{ source('raw', 'case_audit') }}),

codes as (select * from {{ ref('stg_code') }}),

domains as (select * from codes where code_list = 'audit_domain'),

scales as (select * from codes where code_list = 'audit_scale'),

grades as (select * from codes where code_list = 'audit_grade'),

grade_scales as (select * from codes where code_list = 'audit_grade_scale'),

final as (
    select
        audits.council_id,
        audits.audit_key,
        audits.child_key,
        audits.audited_date,
        audits.theme,
        audits.domain,
        domains.code_group as domain_group,
        scales.code_group as scale_group,
        grades.code_group as grade_group,
        coalesce(grade_scales.code_group = audits.scale, false) as is_grade_of_scale,
        audits.team,
        audits.record_token
    from audits
    left join domains on audits.council_id = domains.council_id and audits.domain = domains.code
    left join scales on audits.council_id = scales.council_id and audits.scale = scales.code
    left join grades on audits.council_id = grades.council_id and audits.grade = grades.code
    left join grade_scales on audits.council_id = grade_scales.council_id and audits.grade = grade_scales.code
)

select * from final

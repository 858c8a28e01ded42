with

audits as (select * from {{ source('raw', 'case_audit') }}),

codes as (select * from {{ ref('stg_code') }}),

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
    {%- for list, column in [
        ('domains', 'domain'), ('scales', 'scale'), ('grades', 'grade'), ('grade_scales', 'grade')
    ] %}
    {%- set code_list = {'domains': 'audit_domain', 'scales': 'audit_scale', 'grades': 'audit_grade',
                         'grade_scales': 'audit_grade_scale'}[list] %}
    left join codes as {{ list }}
        on audits.council_id = {{ list }}.council_id
        and audits.{{ column }} = {{ list }}.code
        and {{ list }}.code_list = '{{ code_list }}'
    {%- endfor %}
)

select * from final

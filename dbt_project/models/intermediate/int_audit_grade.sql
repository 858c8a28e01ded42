with

audits as (select * from {{ ref('stg_case_audit') }}),

-- a grade that is not of the scale it names says nothing on either
final as (
    select
        council_id,
        audit_key,
        child_key,
        audited_date,
        theme,
        domain,
        domain_group,
        scale_group,
        coalesce(grade_group = 'good', false) as is_good,
        coalesce(grade_group in ('good', 'adequate'), false) as is_adequate,
        coalesce(grade_group = 'met', false) as is_met,
        team
    from audits
    where is_grade_of_scale
)

select * from final

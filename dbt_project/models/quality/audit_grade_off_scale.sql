with

audits as (select * from {{ ref('stg_case_audit') }}),

final as (
    select council_id, 'case_audit' as extract, record_token, child_key, team
    from audits
    where not is_grade_of_scale
)

select * from final

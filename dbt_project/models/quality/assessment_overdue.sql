with

assessments as (select * from {{ ref('int_assessment') }} where type_group = 'social_work'),

final as (
    select council_id, 'assessment' as extract, record_token, child_key, team
    from assessments
    where completed_date is null and not is_in_time
)

select * from final

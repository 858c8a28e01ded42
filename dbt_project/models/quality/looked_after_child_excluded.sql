with

exclusions as (select * from {{ ref('stg_exclusion') }} where is_permanent),

care as (select * from {{ ref('int_care_spell') }}),

final as (
    select exclusions.council_id, 'exclusion' as extract, exclusions.record_token, exclusions.child_key, care.team
    from exclusions
    inner join care
        on exclusions.council_id = care.council_id
        and exclusions.child_key = care.child_key
        and {{ is_open_on('care', 'exclusions.excluded_date') }}
)

select * from final

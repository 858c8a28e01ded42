with

support as (select * from {{ ref('stg_family_support') }}),

final as (
    select council_id, 'family_support' as extract, record_token, child_key, team
    from support
    where is_one_to_one and to_date is not null and not has_view
)

select * from final

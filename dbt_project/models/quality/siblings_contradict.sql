with

siblings as (select * from {{ ref('stg_sibling') }}),

final as (
    select council_id, 'sibling' as extract, record_token, child_key, null as team
    from siblings
    where siblings_living_with > siblings_before
)

select * from final

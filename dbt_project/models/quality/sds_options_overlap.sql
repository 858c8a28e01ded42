with

choices as (select * from {{ ref('stg_self_directed_support') }}),

final as (
    {{ overlapping_rows('choices', 'self_directed_support', 'cast(null as varchar)') }}
)

select * from final

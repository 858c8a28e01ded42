with

periods as (select * from {{ ref('stg_looked_after') }}),

final as (
    {{ overlapping_rows('periods', 'looked_after', 'team') }}
)

select * from final

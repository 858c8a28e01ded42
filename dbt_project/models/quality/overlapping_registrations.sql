with

registrations as (select * from {{ ref('stg_registration') }}),

final as (
    {{ overlapping_rows('registrations', 'registration', 'team') }}
)

select * from final

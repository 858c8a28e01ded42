with

-- one may hand over to another on a day that both name
spells as (
    select council_id, child_key, from_date, {{ add_days('to_date', -1) }} as to_date, sort_key, record_token
    from {{ ref('stg_advocacy') }}
),

final as (
    {{ overlapping_rows('spells', 'advocacy', 'cast(null as varchar)') }}
)

select * from final

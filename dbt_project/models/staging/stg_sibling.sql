with

records as (select * from {{ source('raw', 'sibling') }}),

final as (
    select
        council_id,
        child_key,
        placed_date,
        cast(siblings_before as integer) as siblings_before,
        cast(siblings_living_with as integer) as siblings_living_with,
        recorded_date,
        record_token
    from records
)

select * from final

with

sources as (select * from {{ source('raw', 'source') }}),

final as (
    select
        council_id,
        nation,
        history_from as history_from_date,
        as_at_date,
        office_as_at_date
    from sources
    where as_at_date is not null or office_as_at_date is not null
)

select * from final

{#- Days that a team has to allocate what it takes. -#}
{%- set days = 7 %}
with

transfers as (select * from {{ ref('stg_case_transfer') }}),

allocations as (select * from {{ ref('stg_allocation') }}),

councils as (select * from {{ ref('stg_council') }}),

final as (
    select
        transfers.council_id, 'case_transfer' as extract, transfers.record_token, transfers.child_key,
        transfers.to_team as team
    from transfers
    inner join councils on transfers.council_id = councils.council_id
    left join allocations
        on transfers.council_id = allocations.council_id
        and transfers.child_key = allocations.child_key
        and transfers.to_team = allocations.team
        and allocations.from_date <= {{ add_days('transfers.transferred_date', days) }}
        and coalesce(allocations.to_date, {{ far_future() }}) > transfers.transferred_date
    where
        allocations.allocation_key is null
        and {{ add_days('transfers.transferred_date', days) }} < councils.as_at_date
)

select * from final

{{ config(materialized='table') }}

with

registrations as (select * from {{ ref('stg_registration') }}),

spells as (
    {{ merge_spells(
        'registrations', ['council_id', 'child_key'], touching=false,
        first=['registration_key', 'is_transfer_in', 'earlier_registrations', 'last_deregistered_date'],
        latest=['team', 'deregistration_group']
    ) }}
),

final as (
    select
        council_id, child_key, registration_key, from_date, to_date, is_transfer_in,
        earlier_registrations, last_deregistered_date, deregistration_group, team
    from spells
)

select * from final

{{ config(materialized='table') }}

with

care as (select * from {{ ref('int_care_spell') }}),

registered as (select * from {{ ref('int_registration_spell') }}),

held as (select * from {{ ref('int_holding_spell') }} where role_group in ('caseload', 'manager')),

waiting as (select * from {{ ref('int_waiting_spell') }}),

cases as (
    select council_id, child_key, from_date, to_date, team, 'care' as sort_key from care
    union all
    select council_id, child_key, from_date, to_date, team, 'registered' from registered
    union all
    select council_id, child_key, from_date, to_date, team, concat('held', worker_key) from held
    union all
    select council_id, child_key, from_date, to_date, team, 'waiting' from waiting
),

final as (
    {{ merge_spells('cases', ['council_id', 'child_key'], latest=['team']) }}
)

select council_id, child_key, from_date, to_date, team from final

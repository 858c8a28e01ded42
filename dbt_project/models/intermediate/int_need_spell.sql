{{ config(materialized='table') }}

with

episodes as (
    select council_id, child_key, from_date, to_date, team, sort_key from {{ ref('stg_child_in_need') }}
    union all
    select council_id, child_key, from_date, to_date, team, cast(null as varchar) from {{ ref('int_care_spell') }}
    union all
    select council_id, child_key, from_date, to_date, team, registration_key from {{ ref('int_registration_spell') }}
),

councils as (select council_id, nation from {{ ref('stg_council') }}),

counted as (select * from episodes where to_date is null or to_date > from_date),

-- a child is in need once, whatever the services; it began with the first referral
spells as (
    {{ merge_spells('counted', ['council_id', 'child_key'], latest=['team']) }}
),

final as (
    select spells.council_id, councils.nation, spells.child_key, spells.from_date, spells.to_date, spells.team
    from spells
    inner join councils on spells.council_id = councils.council_id
)

select * from final

{{ config(materialized='table') }}

with

spells as (select * from {{ ref('int_record_spell') }} where team is not null),

referrals as (select * from {{ ref('stg_referral') }} where team is not null),

-- whoever holds the case now, else who held anything of the child last, else who took the referral
named as (
    select council_id, child_key, team, is_open and extract = 'allocation' as holds, is_open, from_date from spells
    union all
    select council_id, child_key, team, false, false, received_date from referrals
),

final as (
    select
        council_id, child_key,
        max_by(team, struct_pack(
            holds := holds, is_open := is_open, from_date := from_date, team := team
        )) as team
    from named
    group by council_id, child_key
)

select * from final

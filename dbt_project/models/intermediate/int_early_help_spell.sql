{{ config(materialized='table') }}

with

episodes as (select * from {{ ref('stg_early_help') }} where to_date is null or to_date > from_date),

-- a team that carries on from the same day continues it: no new episode
spells as (
    {{ merge_spells('episodes', ['council_id', 'child_key'], first=['early_help_key'], latest=['team']) }}
),

followed as (
    select *, lag(to_date) over (partition by council_id, child_key order by from_date) as earlier_to_date
    from spells
),

final as (
    select
        council_id, child_key, early_help_key, from_date, to_date, earlier_to_date,
        coalesce({{ add_months('earlier_to_date', 12) }} >= from_date, false) as is_repeated_12m,
        team
    from followed
)

select * from final

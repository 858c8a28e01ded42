with

spells as (select * from {{ ref('int_registration_spell') }}),

councils as (select * from {{ ref('stg_council') }}),

-- what the case system remembers reaches further back than the extract, and to other councils
followed as (
    select
        spells.*, councils.nation,
        lag(spells.from_date) over registered as earlier_from_date,
        lag(spells.to_date) over registered as earlier_to_date,
        case when spells.last_deregistered_date <= spells.from_date then spells.last_deregistered_date end
            as remembered_to_date
    from spells
    inner join councils on spells.council_id = councils.council_id
    window registered as (partition by spells.council_id, spells.child_key order by spells.from_date)
),

final as (
    select
        council_id, nation, child_key, registration_key, from_date, to_date, is_transfer_in, deregistration_group, team,
        earlier_from_date is not null or remembered_to_date is not null or coalesce(earlier_registrations, 0) > 0
            as is_repeated,
        coalesce(
            {{ add_months('greatest(earlier_to_date, remembered_to_date)', 18) }} >= from_date, false
        ) as is_repeated_18m,
        to_date - from_date as days_registered,
        -- the day it ended is counted
        to_date - from_date + 1 > 729 as is_two_years
    from followed
)

select * from final

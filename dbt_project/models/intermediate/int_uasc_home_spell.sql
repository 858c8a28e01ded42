with

uasc as (select * from {{ ref('int_uasc_spell') }}),

placed as (select * from {{ ref('int_placed_spell') }}),

homes as (select * from {{ ref('int_leaver_home_spell') }} where accommodation_suitable = 'Y'),

-- while looked after, a placement is what suits; after care, what was recorded says so
suited as (
    select council_id, child_key, from_date, to_date, 'placement' as sort_key from placed
    union all
    select council_id, child_key, from_date, to_date, 'home' from homes
),

suitable as (
    {{ merge_spells('suited', ['council_id', 'child_key']) }}
),

final as (
    select uasc.council_id, uasc.child_key, uasc.team, {{ shared_spell('uasc', 'suitable') }}
    from uasc
    inner join suitable
        on uasc.council_id = suitable.council_id
        and uasc.child_key = suitable.child_key
        and {{ spells_meet('uasc', 'suitable') }}
)

select * from final

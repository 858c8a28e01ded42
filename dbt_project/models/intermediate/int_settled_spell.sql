with

long_care as (select * from {{ ref('int_long_care_spell') }}),

stays as (select * from {{ ref('int_stay_spell') }}),

moves as (select * from {{ ref('int_placement_move') }}),

limits as (select * from {{ ref('int_threshold') }} where threshold_id = 'long_stay_months'),

-- to a child placed for adoption the placement just before counts too
settled as (
    select
        stays.council_id, stays.child_key, stays.to_date,
        greatest(
            stays.from_date,
            {{ add_months(
                "case when stays.placement_group = 'adoption'"
                ~ " then coalesce(moves.from_stay_date, stays.from_date) else stays.from_date end",
                'limits.value'
            ) }}
        ) as from_date
    from stays
    inner join moves
        on stays.council_id = moves.council_id and stays.child_key = moves.child_key
        and stays.from_date = moves.moved_date
    inner join limits on stays.council_id = limits.council_id and {{ is_open_on('limits', 'stays.from_date') }}
),

-- most stays end before they have lasted
lasted as (select * from settled where to_date is null or to_date > from_date),

final as (
    select long_care.council_id, long_care.child_key, long_care.team, {{ shared_spell('long_care', 'lasted') }}
    from long_care
    inner join lasted
        on long_care.council_id = lasted.council_id
        and long_care.child_key = lasted.child_key
        and {{ spells_meet('long_care', 'lasted') }}
)

select * from final

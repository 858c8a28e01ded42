with

throughcare as (select *, support_type as sort_key from {{ ref('int_throughcare_spell') }}),

statuses as (select * from {{ ref('int_leaver_status_spell') }}),

supported as (
    {{ merge_spells('throughcare', ['council_id', 'child_key'], latest=['team']) }}
),

final as (
    select
        supported.council_id, supported.child_key, supported.team,
        statuses.accommodation_group, statuses.accommodation_suitable,
        {{ shared_spell('supported', 'statuses') }}
    from supported
    inner join statuses
        on supported.council_id = statuses.council_id
        and supported.child_key = statuses.child_key
        and {{ spells_meet('supported', 'statuses') }}
)

select * from final

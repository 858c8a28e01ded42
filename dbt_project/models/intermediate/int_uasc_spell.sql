with

children as (select * from {{ ref('stg_person') }} where asylum_seeking = 'Y'),

care as (select * from {{ ref('int_care_spell') }}),

throughcare as (select * from {{ ref('int_throughcare_spell') }}),

supported as (
    select council_id, child_key, from_date, to_date, team, 'care' as sort_key from care
    union all
    select council_id, child_key, from_date, to_date, team, support_type from throughcare
),

of_children as (
    select supported.*
    from supported
    inner join children
        on supported.council_id = children.council_id and supported.child_key = children.child_key
),

final as (
    {{ merge_spells('of_children', ['council_id', 'child_key'], latest=['team']) }}
)

select * from final

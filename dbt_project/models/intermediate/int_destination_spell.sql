with

aftercare as (select * from {{ ref('int_throughcare_spell') }} where support_type = 'aftercare'),

statuses as (select * from {{ ref('int_leaver_status_spell') }} where activity_group is not null),

final as (
    select
        aftercare.council_id, aftercare.child_key, aftercare.team, statuses.activity_group,
        {{ shared_spell('aftercare', 'statuses') }}
    from aftercare
    inner join statuses
        on aftercare.council_id = statuses.council_id
        and aftercare.child_key = statuses.child_key
        and {{ spells_meet('aftercare', 'statuses') }}
)

select * from final

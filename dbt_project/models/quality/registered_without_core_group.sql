with

core_groups as (select * from {{ ref('stg_conference') }} where conference_group = 'core_group'),

councils as (select * from {{ ref('stg_council') }}),

-- a core group held before the extract begins is out of sight
registrations as (
    select registrations.*
    from {{ ref('stg_registration') }} as registrations
    inner join councils
        on registrations.council_id = councils.council_id and registrations.from_date >= councils.history_from_date
    left join core_groups
        on registrations.council_id = core_groups.council_id
        and registrations.child_key = core_groups.child_key
        and registrations.from_date <= core_groups.held_date
    where {{ is_open_on('registrations', 'councils.as_at_date') }} and core_groups.child_key is null
),

late as (
    {{ waiting_beyond('registrations', 'core_group_days', 'from_date') }}
),

final as (
    select council_id, 'registration' as extract, record_token, child_key, team from late
)

select * from final

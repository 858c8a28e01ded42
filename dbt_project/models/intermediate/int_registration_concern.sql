with

spells as (select * from {{ ref('int_registration_spell') }}),

registrations as (select * from {{ ref('stg_registration') }} where concerns is not null),

codes as (select * from {{ ref('stg_code') }} where code_list = 'registration_concern' and code_group is not null),

concerns as (
    select council_id, child_key, from_date, {{ items('concerns') }} as concern from registrations
),

final as (
    select distinct
        spells.council_id,
        spells.child_key,
        spells.registration_key,
        codes.code_group as concern_group,
        spells.from_date,
        spells.to_date,
        spells.team
    from spells
    inner join concerns
        on spells.council_id = concerns.council_id
        and spells.child_key = concerns.child_key
        and spells.from_date <= concerns.from_date
        and (spells.from_date = concerns.from_date or coalesce(spells.to_date, {{ far_future() }}) > concerns.from_date)
    inner join codes on concerns.council_id = codes.council_id and concerns.concern = codes.code
)

select * from final

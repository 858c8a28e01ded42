with

spells as (select * from {{ source('raw', 'family_support') }}),

codes as (select * from {{ ref('stg_code') }}),

services as (select * from codes where code_list = 'support_service'),

views as (select * from codes where code_list = 'support_view'),

final as (
    select
        spells.council_id,
        spells.support_key,
        spells.child_key,
        coalesce(spells.family_key, spells.child_key) as family_key,
        spells.service,
        services.code_group as service_group,
        coalesce(spells.one_to_one = 'Y', false) as is_one_to_one,
        spells.started_date as from_date,
        spells.plan_agreed_date,
        -- the tracker names the last day of support; a spell here ends on the first day without
        {{ add_days('spells.ended_date', 1) }} as to_date,
        spells.family_view is not null as has_view,
        coalesce(views.code_group = 'improved', false) as is_improved,
        spells.team,
        spells.extract_date,
        spells.record_token
    from spells
    left join services on spells.council_id = services.council_id and spells.service = services.code
    left join views on spells.council_id = views.council_id and spells.family_view = views.code
)

select * from final

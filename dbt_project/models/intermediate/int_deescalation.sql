with

plans as (select * from {{ ref('int_registration_history') }} where deregistration_group = 'step_down'),

presented as (
    select council_id, child_key, from_date from {{ ref('stg_child_in_need') }}
    union all
    select council_id, child_key, from_date from {{ ref('int_registration_spell') }}
    union all
    select council_id, child_key, from_date from {{ ref('int_care_spell') }}
),

-- two full years are waited for, so a plan is judged on the day they are over
final as (
    select
        plans.council_id, plans.nation, plans.child_key, plans.registration_key, plans.to_date as stepped_down_date,
        {{ add_days('plans.to_date', 730) }} as judged_date,
        count(presented.from_date) = 0 as is_lasting,
        plans.team
    from plans
    left join presented
        on plans.council_id = presented.council_id
        and plans.child_key = presented.child_key
        and plans.to_date < presented.from_date
        and {{ add_days('plans.to_date', 730) }} >= presented.from_date
    group by all
)

select * from final

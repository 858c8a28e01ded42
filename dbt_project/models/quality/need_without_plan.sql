with

councils as (select * from {{ ref('stg_council') }}),

-- a child in care or on the register has another plan
planned as (
    select council_id, child_key, from_date, to_date from {{ ref('int_care_spell') }}
    union all
    select council_id, child_key, from_date, to_date from {{ ref('int_short_break_spell') }}
    union all
    select council_id, child_key, from_date, to_date from {{ ref('int_registration_spell') }}
),

covered as (
    select distinct planned.council_id, planned.child_key
    from planned
    inner join councils
        on planned.council_id = councils.council_id and {{ is_open_on('planned', 'councils.as_at_date') }}
),

episodes as (
    select needs.*
    from {{ ref('stg_child_in_need') }} as needs
    inner join councils on needs.council_id = councils.council_id
    left join covered on needs.council_id = covered.council_id and needs.child_key = covered.child_key
    where
        {{ is_open_on('needs', 'councils.as_at_date') }}
        and needs.plan_started_date is null
        and covered.child_key is null
),

late as (
    {{ waiting_beyond('episodes', 'need_plan_days', 'from_date') }}
),

final as (
    select council_id, 'child_in_need' as extract, record_token, child_key, team from late
)

select * from final

with

statuses as (select * from {{ source('raw', 'care_leaver_status') }}),

codes as (select * from {{ ref('stg_code') }}),

eligibilities as (select * from codes where code_list = 'care_leaver_eligibility'),

contacts as (select * from codes where code_list = 'in_touch'),

activities as (select * from codes where code_list = 'activity'),

homes as (select * from codes where code_list = 'leaver_accommodation'),

final as (
    select
        statuses.council_id,
        statuses.care_leaver_status_key,
        statuses.child_key,
        statuses.status_date,
        eligibilities.code_group as eligibility_group,
        contacts.code_group as contact_group,
        activities.code_group as activity_group,
        homes.code_group as accommodation_group,
        statuses.accommodation_suitable,
        statuses.team,
        statuses.record_token
    from statuses
    left join eligibilities
        on statuses.council_id = eligibilities.council_id and statuses.eligibility = eligibilities.code
    left join contacts on statuses.council_id = contacts.council_id and statuses.in_touch = contacts.code
    left join activities on statuses.council_id = activities.council_id and statuses.activity = activities.code
    left join homes on statuses.council_id = homes.council_id and statuses.accommodation = homes.code
)

select * from final

{{ config(materialized='table') }}

with

leavers as (select * from {{ ref('int_care_leaver') }}),

statuses as (select * from {{ ref('stg_care_leaver_status') }}),

care as (select * from {{ ref('int_care_spell') }}),

placements as (select * from {{ ref('int_placement_spell') }} where placement_group in ('foster', 'kinship')),

limits as (select * from {{ ref('int_threshold') }}),

councils as (select * from {{ ref('stg_council') }}),

birthdays as (
    select *, {{ birthday('date_of_birth', 'age') }} as birthday_date
    from (select *, {{ numbers(18, 22) }} as age from leavers) as aged
),

-- in care with foster carers until the eighteenth birthday
fostered as (
    select distinct care.council_id, care.child_key
    from care
    inner join birthdays
        on care.council_id = birthdays.council_id
        and care.child_key = birthdays.child_key
        and birthdays.age = 18
        and care.to_date >= {{ add_days('birthdays.birthday_date', -1) }}
    inner join placements
        on care.council_id = placements.council_id
        and care.child_key = placements.child_key
        and {{ is_open_on('placements', add_days('care.to_date', -1)) }}
),

-- the record nearest to the birthday, of those in the months around it
ranked as (
    select
        birthdays.*, statuses.contact_group, statuses.activity_group, statuses.accommodation_group,
        statuses.accommodation_suitable, statuses.status_date,
        row_number() over (
            partition by birthdays.council_id, birthdays.child_key, birthdays.age
            order by
                abs(statuses.status_date - birthdays.birthday_date), statuses.status_date desc,
                statuses.care_leaver_status_key desc
        ) as precedence
    from birthdays
    inner join councils
        on birthdays.council_id = councils.council_id
        and birthdays.birthday_date between councils.history_from_date and councils.as_at_date
    inner join limits as before
        on {{ is_threshold('before', 'leaver_window_before', 'birthdays.council_id', 'birthdays.birthday_date') }}
    inner join limits as behind
        on {{ is_threshold('behind', 'leaver_window_after', 'birthdays.council_id', 'birthdays.birthday_date') }}
    left join statuses
        on birthdays.council_id = statuses.council_id
        and birthdays.child_key = statuses.child_key
        and statuses.status_date >= {{ add_months('birthdays.birthday_date', '-before.value') }}
        and statuses.status_date <= {{ after('birthdays.birthday_date', 'behind') }}
),

final as (
    select
        ranked.council_id, ranked.child_key, ranked.team, ranked.age, ranked.birthday_date, ranked.status_date,
        ranked.activity_group, ranked.accommodation_group, ranked.accommodation_suitable,
        fostered.child_key is not null as was_fostered,
        case
            when ranked.contact_group = 'died' or ranked.date_of_death <= ranked.birthday_date then 'Died'
            when ranked.contact_group = 'returned_home' then 'Returned home for six months or more'
        end as left_out_because
    from ranked
    left join fostered
        on ranked.council_id = fostered.council_id and ranked.child_key = fostered.child_key
    where ranked.precedence = 1
)

select * from final

with

birthdays as (
    select * from {{ ref('int_leaver_birthday') }}
    where status_date is null and left_out_because is null
),

persons as (select * from {{ ref('stg_person') }}),

councils as (select * from {{ ref('stg_council') }}),

limits as (select * from {{ ref('int_threshold') }}),

-- the window is over, and the year in which it can still be put right is not
final as (
    select birthdays.council_id, 'person' as extract, persons.record_token, birthdays.child_key, birthdays.team
    from birthdays
    inner join councils on birthdays.council_id = councils.council_id
    inner join limits
        on {{ is_threshold('limits', 'leaver_window_after', 'birthdays.council_id', 'birthdays.birthday_date') }}
    inner join persons
        on birthdays.council_id = persons.council_id and birthdays.child_key = persons.child_key
    where
        {{ after('birthdays.birthday_date', 'limits') }} < councils.as_at_date
        and birthdays.birthday_date > {{ add_months('councils.as_at_date', -12) }}
)

select * from final

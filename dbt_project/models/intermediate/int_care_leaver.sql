with

care as (select * from {{ ref('int_care_spell') }}),

persons as (select * from {{ ref('stg_person') }} where date_of_birth is not null),

statuses as (select * from {{ ref('stg_care_leaver_status') }}),

limits as (select * from {{ ref('int_threshold') }} where threshold_id = 'leaver_care_least'),

nights as (
    select
        care.council_id, care.child_key,
        coalesce(care.to_date, {{ birthday('persons.date_of_birth', 18) }}) as ended_date,
        greatest(care.from_date, {{ birthday('persons.date_of_birth', 14) }}) as counted_from_date,
        {{ birthday('persons.date_of_birth', 16) }} as sixteenth_birthday
    from care
    inner join persons on care.council_id = persons.council_id and care.child_key = persons.child_key
),

-- long enough in care after the fourteenth birthday, and some of it after the sixteenth
by_care as (
    select nights.council_id, nights.child_key
    from nights
    inner join limits
        on nights.council_id = limits.council_id and {{ is_open_on('limits', 'nights.ended_date') }}
    group by nights.council_id, nights.child_key
    having
        sum(greatest(nights.ended_date - nights.counted_from_date, 0)) >= max(limits.value)
        and max(nights.ended_date) > max(nights.sixteenth_birthday)
),

-- five years of extracts do not hold the care of all: the record says what is owed
owed as (
    select council_id, child_key from by_care
    union
    select council_id, child_key from statuses where eligibility_group = 'owed'
),

final as (
    select
        owed.council_id, owed.child_key, persons.date_of_birth, persons.date_of_death,
        max_by(statuses.team, statuses.status_date) as team
    from owed
    inner join persons on owed.council_id = persons.council_id and owed.child_key = persons.child_key
    left join statuses on owed.council_id = statuses.council_id and owed.child_key = statuses.child_key
    group by owed.council_id, owed.child_key, persons.date_of_birth, persons.date_of_death
)

select * from final

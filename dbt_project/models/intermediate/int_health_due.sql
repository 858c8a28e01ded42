with

entries as (select * from {{ ref('int_care_entry') }} where threshold_id = 'initial_health'),

care as (select * from {{ ref('int_care_spell') }}),

persons as (select * from {{ ref('stg_person') }}),

limits as (select * from {{ ref('int_threshold') }}),

checks as (
    select distinct council_id, child_key, check_group, done_date
    from {{ ref('stg_health') }}
    where done_date is not null and check_group in ('initial', 'review')
),

initial as (
    select
        entries.council_id, entries.child_key, 'initial' as kind, entries.from_date, entries.to_date, entries.team,
        entries.due_date, min(checks.done_date) as done_date
    from entries
    left join checks
        on entries.council_id = checks.council_id
        and entries.child_key = checks.child_key
        and checks.check_group = 'initial'
        and {{ is_open_on('entries', 'checks.done_date') }}
    group by all
),

-- the time to the next assessment runs from each one, by the age of that day
chained as (
    select
        care.council_id, care.child_key, care.from_date, care.to_date, care.team, checks.done_date as base_date,
        lead(checks.done_date) over (
            partition by care.council_id, care.child_key, care.from_date order by checks.done_date
        ) as done_date,
        case
            when checks.done_date < {{ birthday('persons.date_of_birth', 5) }} then 'review_health_young'
            else 'review_health'
        end as threshold_id
    from care
    inner join checks
        on care.council_id = checks.council_id
        and care.child_key = checks.child_key
        and {{ is_open_on('care', 'checks.done_date') }}
    left join persons on care.council_id = persons.council_id and care.child_key = persons.child_key
),

reviews as (
    select
        chained.council_id, chained.child_key, 'review' as kind, chained.from_date, chained.to_date, chained.team,
        {{ after('chained.base_date', 'limits') }} as due_date, chained.done_date
    from chained
    inner join limits
        on chained.council_id = limits.council_id
        and chained.threshold_id = limits.threshold_id
        and {{ is_open_on('limits', 'chained.base_date') }}
),

every_kind as (
    select * from initial
    union all
    select * from reviews
),

final as (
    select
        council_id, child_key, kind, team, due_date, done_date,
        coalesce(done_date <= due_date, false) as is_on_time,
        to_date is not null and to_date <= due_date as left_before
    from every_kind
)

select * from final

with

periods as (select * from {{ ref('stg_looked_after') }}),

care as (select * from {{ ref('int_care_spell') }}),

persons as (select * from {{ ref('stg_person') }}),

councils as (select * from {{ ref('stg_council') }}),

limits as (select * from {{ ref('int_threshold') }}),

plans as (select * from {{ ref('stg_education_plan') }}),

-- a council that sends no tracker of plans is not told that every child lacks one
tracked as (select distinct council_id from plans),

at_school as (
    select periods.*, councils.as_at_date, {{ add_months('councils.as_at_date', '-limits.value') }} as since_date
    from periods
    inner join tracked on periods.council_id = tracked.council_id
    inner join councils on periods.council_id = councils.council_id
    inner join persons on periods.council_id = persons.council_id and periods.child_key = persons.child_key
    inner join limits
        on {{ is_threshold('limits', 'education_plan_months', 'periods.council_id', 'councils.as_at_date') }}
    inner join limits as youngest
        on {{ is_threshold('youngest', 'school_from_age', 'periods.council_id', 'councils.as_at_date') }}
    inner join limits as oldest
        on {{ is_threshold('oldest', 'school_to_age', 'periods.council_id', 'councils.as_at_date') }}
    where
        {{ is_open_on('periods', 'councils.as_at_date') }}
        and {{ birthday('persons.date_of_birth', 'cast(youngest.value as integer)') }} <= since_date
        and {{ birthday('persons.date_of_birth', 'cast(oldest.value as integer)') }} > councils.as_at_date
),

final as (
    select
        at_school.council_id, 'looked_after' as extract, at_school.record_token, at_school.child_key, at_school.team
    from at_school
    inner join care
        on at_school.council_id = care.council_id
        and at_school.child_key = care.child_key
        and {{ is_open_on('care', 'at_school.as_at_date') }}
        and at_school.since_date >= care.from_date
    left join plans
        on at_school.council_id = plans.council_id
        and at_school.child_key = plans.child_key
        and at_school.since_date < plans.due_date
    where plans.child_key is null
)

select * from final

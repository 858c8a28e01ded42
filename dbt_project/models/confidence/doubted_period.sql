with

latest as (select * from {{ ref('latest_observation') }}),

cases as (select * from {{ ref('latest_case') }}),

doubted as (select * from {{ ref('doubted_case') }}),

records as (
    select council_id, extract, count(*) as records from {{ source('raw', 'record') }} group by all
),

children as (
    select council_id, indicator_id, child_key, bool_or(adds_cases) as adds_cases
    from doubted
    where child_key is not null
    group by all
),

counted as (
    select
        cases.council_id, cases.indicator_id, cases.period_id,
        count(*) as cases, count(children.child_key) as touched_cases,
        coalesce(sum(case when children.child_key is not null then cases.numerator end), 0) as touched_numerator,
        coalesce(sum(case when children.child_key is not null then cases.denominator end), 0) as touched_denominator
    from cases
    left join children
        on cases.council_id = children.council_id
        and cases.indicator_id = children.indicator_id
        and cases.child_key = children.child_key
    group by cases.council_id, cases.indicator_id, cases.period_id
),

uncounted as (
    select latest.council_id, latest.indicator_id, latest.period_id, count(*) as children
    from latest
    inner join children
        on latest.council_id = children.council_id and latest.indicator_id = children.indicator_id
    left join cases
        on latest.council_id = cases.council_id
        and latest.indicator_id = cases.indicator_id
        and latest.period_id = cases.period_id
        and children.child_key = cases.child_key
    where children.adds_cases and cases.child_key is null
    group by all
),

-- a row that could not be used says nothing of its day: it is taken to fall on the period as often as the others do
lost as (
    select
        doubted.council_id, doubted.indicator_id, doubted.extract, count(*) as lost_rows,
        any_value(records.records) as records
    from doubted
    inner join records on doubted.council_id = records.council_id and doubted.extract = records.extract
    where doubted.child_key is null and doubted.adds_cases
    group by doubted.council_id, doubted.indicator_id, doubted.extract
),

final as (
    select
        latest.council_id, latest.indicator_id, latest.period_id,
        coalesce(any_value(counted.cases), 0) as cases, coalesce(any_value(counted.touched_cases), 0) as touched_cases,
        coalesce(any_value(counted.touched_numerator), 0) as touched_numerator,
        coalesce(any_value(counted.touched_denominator), 0) as touched_denominator,
        coalesce(any_value(uncounted.children), 0)
        + coalesce(max(ceil(lost.lost_rows * counted.cases / lost.records)), 0) as added_cases
    from latest
    left join counted
        on latest.council_id = counted.council_id
        and latest.indicator_id = counted.indicator_id
        and latest.period_id = counted.period_id
    left join uncounted
        on latest.council_id = uncounted.council_id
        and latest.indicator_id = uncounted.indicator_id
        and latest.period_id = uncounted.period_id
    left join lost on latest.council_id = lost.council_id and latest.indicator_id = lost.indicator_id
    group by latest.council_id, latest.indicator_id, latest.period_id
)

select * from final

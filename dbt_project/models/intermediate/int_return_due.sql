with

measures as (
    select measures.measure_id, measures.council_id, measures.indicator_id, frameworks.period_from, frameworks.period_to
    from {{ ref('measure') }} as measures
    inner join {{ ref('framework') }} as frameworks on measures.framework_id = frameworks.framework_id
    where measures.route = 'return'
),

dues as (select * from {{ ref('return_due') }}),

councils as (
    select council_id, greatest(as_at_date, office_as_at_date) as as_at_date from {{ ref('stg_council') }}
),

periods as (select * from {{ ref('dim_period') }}),

returns as (
    select area_id, measure, counted_date, coalesce(submitted_date, counted_date) as submitted_date
    from {{ ref('stg_measure_return') }}
),

-- what was due before the plan began was not promised
asked as (
    select
        measures.measure_id, measures.council_id, measures.indicator_id, dues.owner_role, dues.frequency,
        councils.as_at_date, periods.period_start, periods.period_end,
        {{ add_days('periods.period_end', 'dues.due_days') }} as due_date
    from measures
    inner join dues on measures.measure_id = dues.measure_id
    inner join councils on measures.council_id = councils.council_id
    inner join periods
        on periods.period_type = case dues.frequency when 'year' then 'financial_year' else dues.frequency end
        and periods.period_start between measures.period_from and least(measures.period_to, councils.as_at_date)
),

-- a return answers the period in which the day that it counts lies
answered as (
    select
        asked.measure_id, asked.council_id, asked.owner_role, asked.frequency, asked.as_at_date,
        asked.period_start, asked.period_end, asked.due_date, min(returns.submitted_date) as submitted_date
    from asked
    left join returns
        on asked.council_id = returns.area_id
        and returns.measure in (lower(asked.measure_id), asked.indicator_id)
        and returns.counted_date between asked.period_start and asked.period_end
    group by all
),

final as (
    select
        measure_id, council_id, owner_role, frequency, period_start, period_end, due_date, submitted_date,
        case
            when submitted_date > due_date then 'late'
            when submitted_date is not null then 'submitted'
            when due_date < as_at_date then 'overdue'
            when period_end < as_at_date then 'due'
            else 'open'
        end as return_status,
        as_at_date,
        -- a return that never came has no row to point to
        measure_id as record_token
    from answered
)

select * from final

{%- set carried = [
    'council_id', 'indicator_id', 'subject_key', 'child_key', 'worker_key', 'shape', 'period_id',
    'numerator', 'denominator',
    'locality', 'team', 'sex', 'ethnic_group', 'disability', 'asylum_seeking', 'band', 'counted_to_date'
] | join(', ') %}
with

cases as (select * from {{ ref('measure_row') }}),

age_bands as (select * from {{ ref('age_band') }}),

windows as (select * from {{ ref('dim_period') }}),

councils as (select * from {{ ref('stg_council') }}),

-- an event is open for its own day, a window case on the last day of its window
opened as (
    select
        cases.*,
        coalesce(cases.from_date, cases.event_date, windows.period_end) as opened_date,
        case
            when cases.shape = 'state' then coalesce(cases.to_date, {{ far_future() }})
            else {{ add_days('coalesce(cases.event_date, windows.period_end)', 1) }}
        end as closed_date,
        case when cases.shape = 'window' then {{ far_future() }} else councils.as_at_date end as counted_to_date
    from cases
    inner join councils on cases.council_id = councils.council_id
    left join windows on cases.period_id = windows.period_id
),

-- a case open over a birthday leaves one age band on that day and enters the next
aged as (
    select
        {{ carried }},
        age_bands.age_band,
        greatest(opened.opened_date, {{ birthday('opened.date_of_birth', 'age_bands.from_age') }}) as opened_date,
        least(opened.closed_date, {{ birthday('opened.date_of_birth', 'age_bands.to_age') }}) as closed_date
    from opened
    cross join age_bands
    where opened.date_of_birth is not null
    union all
    select
        {{ carried }},
        case when expected_date_of_birth is null then 'not_known' else 'unborn' end as age_band,
        opened_date,
        closed_date
    from opened
    where date_of_birth is null
),

final as (
    select {{ carried }}, age_band, opened_date as day, 1 as direction
    from aged
    where opened_date < closed_date and opened_date <= counted_to_date
    union all
    select {{ carried }}, age_band, closed_date, -1
    from aged
    where opened_date < closed_date and closed_date <= counted_to_date and shape = 'state'
)

select * from final

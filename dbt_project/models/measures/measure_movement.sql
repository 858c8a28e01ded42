{%- set carried = [
    'council_id', 'indicator_id', 'shape', 'period_id', 'numerator', 'denominator',
    'locality', 'team', 'sex', 'ethnic_group', 'disability', 'asylum_seeking', 'band'
] %}
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
        end as closed_date
    from cases
    left join windows on cases.period_id = windows.period_id
),

-- a case open over a birthday leaves one age band and enters the next on that day
aged as (
    select
        opened.* exclude (opened_date, closed_date),
        age_bands.age_band,
        greatest(opened_date, case when from_age is null then opened_date else {{ birthday('date_of_birth', 'from_age') }} end) as opened_date,
        least(closed_date, case when to_age is null then closed_date else {{ birthday('date_of_birth', 'to_age') }} end) as closed_date
    from opened
    inner join age_bands on true
    where date_of_birth is not null
    union all
    select
        * exclude (opened_date, closed_date),
        case when expected_date_of_birth is null then 'not_known' else 'unborn' end as age_band,
        opened_date, closed_date
    from opened
    where date_of_birth is null
),

final as (
    select {{ carried | join(', ') }}, age_band, opened_date as day, 1 as direction from aged where opened_date < closed_date
    union all
    select {{ carried | join(', ') }}, age_band, closed_date, -1 from aged
    where opened_date < closed_date and shape = 'state' and closed_date < {{ far_future() }}
)

select final.*
from final
inner join councils on final.council_id = councils.council_id
where final.day <= councils.as_at_date or final.shape = 'window'

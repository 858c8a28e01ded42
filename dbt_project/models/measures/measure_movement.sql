{%- set carried = [
    'council_id', 'indicator_id', 'subject_key', 'child_key', 'worker_key', 'shape', 'period_id', 'numerator',
    'denominator', 'locality', 'team', 'sex', 'ethnic_group', 'disability', 'asylum_seeking', 'band', 'counted_to_date'
] | join(', ') %}
with

cases as (select * from {{ ref('measure_row') }}),

age_bands as (select * from {{ ref('age_band') }}),

coverage as (select * from {{ ref('int_coverage') }}),

-- an event is open for its own day, a window case on the last day of its window
opened as (
    select
        cases.*,
        coalesce(cases.from_date, cases.event_date, windows.period_end) as opened_date,
        case
            when cases.shape = 'state' then coalesce(cases.to_date, {{ far_future() }})
            else {{ add_days('coalesce(cases.event_date, windows.period_end)', 1) }}
        end as closed_date,
        case when cases.shape = 'window' then {{ far_future() }} else coverage.as_at_date end as counted_to_date
    from cases
    inner join coverage on cases.council_id = coverage.council_id and cases.indicator_id = coverage.indicator_id
    left join {{ ref('dim_period') }} as windows on cases.period_id = windows.period_id
),

births as (select distinct date_of_birth from {{ ref('measure_row') }} where date_of_birth is not null),

-- few days of birth for many cases: birthdays are worked out once each
ages as (
    select
        births.date_of_birth, age_bands.age_band,
        coalesce({{ birthday('births.date_of_birth', 'age_bands.from_age') }}, {{ far_past() }}) as from_date,
        coalesce({{ birthday('births.date_of_birth', 'age_bands.to_age') }}, {{ far_future() }}) as to_date
    from births
    cross join age_bands
),

-- a case open over a birthday leaves one age band on that day and enters the next
aged as (
    select
        {{ carried }},
        greatest(opened.opened_date, ages.from_date) as opened_date,
        least(opened.closed_date, ages.to_date) as closed_date,
        case
            when opened.date_of_birth is not null then ages.age_band
            when opened.expected_date_of_birth is null then 'not_known'
            else 'unborn'
        end as age_band
    from opened
    left join ages
        on opened.date_of_birth = ages.date_of_birth
        and opened.closed_date > ages.from_date
        and opened.opened_date < ages.to_date
),

directions as (
    select 1 as direction
    union all
    select -1 as direction
),

dated as (
    select
        aged.*, directions.direction,
        case directions.direction when 1 then aged.opened_date else aged.closed_date end as day
    from aged
    cross join directions
    where aged.opened_date < aged.closed_date and (directions.direction = 1 or aged.shape = 'state')
),

final as (
    select {{ carried }}, age_band, day, direction from dated where day <= counted_to_date
)

select * from final

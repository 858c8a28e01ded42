with

councils as (select * from {{ ref('stg_council') }}),

-- returns name their periods themselves
covered as (select * from {{ ref('stg_extract_status') }} where extract <> 'measure_return'),

returns as (select * from {{ ref('stg_measure_return') }}),

days as (
    {{ days_between(
        "min(councils.history_from_date)", "max(covered.extract_date)",
        "councils inner join covered on councils.council_id = covered.council_id"
    ) }}
),

-- the year to July is nobody's calendar here: it exists where a return names it, as any period does
periods as (
    {% for period_type in period_types() if period_type != 'year_to_july' -%}
    select
        '{{ period_type }}' as period_type,
        {{ period_start(period_type, 'day') }} as period_start,
        {{ period_end(period_type, 'day') }} as period_end
    from days
    union
    {% endfor -%}
    select period_type, period_start, period_end from returns
),

final as (
    select
        concat(period_type, ':', cast(period_end as varchar)) as period_id,
        period_type,
        case when period_type = 'week' then 'week' else 'month' end as clock,
        cast(period_start as date) as period_start,
        cast(period_end as date) as period_end,
        case period_type
            when 'week' then concat('Week to ', cast(period_end as varchar))
            when 'month' then substr(cast(period_end as varchar), 1, 7)
            when 'rolling_12_months' then concat('12 months to ', cast(period_end as varchar))
            when 'quarter' then concat('Quarter to ', cast(period_end as varchar))
            when 'year_to_july' then concat('Year to ', cast(period_end as varchar))
            else concat(
                cast(year(period_start) as varchar), '/', substr(cast(period_end as varchar), 3, 2)
            )
        end as label
    from periods
)

select * from final

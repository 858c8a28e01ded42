with

returns as (select * from {{ source('raw', 'measure_return') }}),

typed as (
    select
        *,
        period_end as counted_date,
        coalesce(council, council_id) as area_id,
        coalesce(
            period_type,
            case
                when month(period_end) = 3 and day(period_end) = 31 then 'financial_year'
                when month(period_end) = 7 and day(period_end) = 31 then 'year_to_july'
                else 'month'
            end
        ) as kind_of_period
    from returns
),

final as (
    select
        council_id,
        area_id,
        case substr(area_id, 1, 1) when 'S' then 'scotland' else 'england' end as nation,
        lower(measure) as measure,
        kind_of_period as period_type,
        case kind_of_period
            {%- for period_type in period_types() %}
            when '{{ period_type }}' then {{ period_start(period_type, 'counted_date') }}
            {%- endfor %}
        end as period_start,
        case kind_of_period
            {%- for period_type in period_types() %}
            when '{{ period_type }}' then {{ period_end(period_type, 'counted_date') }}
            {%- endfor %}
        end as period_end,
        counted_date,
        submitted_date,
        numerator as returned_numerator,
        denominator as returned_denominator,
        value as returned_value,
        record_token
    from typed
)

select * from final

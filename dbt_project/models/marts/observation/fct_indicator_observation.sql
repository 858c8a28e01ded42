{%- set columns = [
    'period_type', 'period_start', 'period_end', 'numerator', 'denominator', 'value', 'value_unrounded',
    'interval_lower', 'interval_upper', 'interval_method', 'status', 'status_reason',
    'population_band', 'population_year', 'population_is_substituted', 'rate_per', 'as_at_date'
] %}
with

cases as (select * from {{ ref('case_observation') }}),

returns as (select * from {{ ref('return_observation') }}),

-- what the cases say stands; a return fills what they leave empty, but not what is withheld
chosen as (
    select
        coalesce(cases.council_id, returns.council_id) as council_id,
        coalesce(cases.indicator_id, returns.indicator_id) as indicator_id,
        coalesce(cases.period_id, returns.period_id) as period_id,
        coalesce(cases.breakdown, returns.breakdown) as breakdown,
        coalesce(cases.category, returns.category) as category,
        cases.council_id is null
        or (cases.value is null and returns.value is not null and cases.status <> 'withheld') as is_returned,
        {%- for column in columns %}
        case when is_returned then returns.{{ column }} else cases.{{ column }} end as {{ column }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from cases
    full outer join returns
        on cases.council_id = returns.council_id
        and cases.indicator_id = returns.indicator_id
        and cases.period_id = returns.period_id
        and cases.breakdown = returns.breakdown
        and cases.category = returns.category
),

final as (
    select
        council_id, indicator_id, period_type, period_id, period_start, period_end, breakdown, category,
        {{ columns[3:] | join(', ') }},
        case when is_returned then 'return' else 'case' end as source
    from chosen
)

select * from final

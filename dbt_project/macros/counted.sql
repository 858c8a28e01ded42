{#-
  True where a row of measure_movement bears on a period: a state up to the last day that is counted, an event on a
  day inside, a window case by name. Summed by subject, such rows are the cases behind the observation.
-#}
{% macro bears_on(movement, period) -%}
    case {{ movement }}.shape
        when 'window' then {{ movement }}.period_id = {{ period }}.period_id
        else
            {{ movement }}.day <= least({{ period }}.period_end, {{ period }}.as_at_date)
            and ({{ movement }}.shape = 'state' or {{ movement }}.day >= {{ period }}.period_start)
    end
{%- endmacro %}

{#- The cases of `relation` behind each period of `periods`: one row per subject and period. -#}
{% macro counted_cases(relation, periods) -%}
    select
        periods.council_id, periods.indicator_id, periods.period_id, cases.subject_key,
        sum(cases.direction * cases.numerator) as numerator,
        sum(cases.direction * cases.denominator) as denominator
    from {{ periods }} as periods
    inner join {{ relation }} as cases
        on periods.council_id = cases.council_id
        and periods.indicator_id = cases.indicator_id
        and {{ bears_on('cases', 'periods') }}
    group by periods.council_id, periods.indicator_id, periods.period_id, cases.subject_key
    having sum(cases.direction) > 0
{%- endmacro %}

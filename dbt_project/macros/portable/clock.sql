{#- Everything that DuckDB and Spark write differently about clock times lives here. -#}

{#- `moment` moved by a number of hours. -#}
{% macro add_hours(moment, hours) -%}
    (cast({{ moment }} as timestamp) + to_hours(cast({{ hours }} as integer)))
{%- endmacro %}

{#- The last Sunday of month `month` (1 to 12) of the year that holds `moment`. -#}
{% macro last_sunday(moment, month) -%}
    {%- set end = month_end(add_months("date_trunc('year', " ~ moment ~ ")", month - 1)) -%}
    {{ add_days(end, "-(isodow(" ~ end ~ ") % 7)") }}
{%- endmacro %}

{#-
  A British clock time as what clocks showed in Greenwich, so that differences are hours that passed. Summer time runs
  from 01:00 Greenwich on the last Sunday of March to 01:00 on the last Sunday of October. The hour that exists twice in
  October is taken as the first; the one that March leaves out as if clocks had not moved yet.
-#}
{% macro greenwich_time(moment) -%}
    case
        when {{ moment }} >= {{ add_hours(last_sunday(moment, 3), 2) }}
            and {{ moment }} < {{ add_hours(last_sunday(moment, 10), 2) }}
            then {{ add_hours(moment, -1) }}
        else {{ moment }}
    end
{%- endmacro %}

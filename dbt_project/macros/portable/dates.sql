{#- Everything that DuckDB and Spark write differently about dates lives here. -#}

{#- The last day of the month that holds `day`. -#}
{% macro month_end(day) -%}
    last_day({{ day }})
{%- endmacro %}

{#- The Sunday that ends the week (Monday to Sunday) that holds `day`. -#}
{% macro week_end(day) -%}
    cast(date_trunc('week', {{ day }}) as date) + 6
{%- endmacro %}

{#- `day` moved by whole days. -#}
{% macro add_days(day, days) -%}
    cast({{ day }} + cast({{ days }} as integer) as date)
{%- endmacro %}

{#- `day` moved by calendar months: the same day of the month, or the month's last day where that does not exist. -#}
{% macro add_months(day, months) -%}
    cast({{ day }} + to_months(cast({{ months }} as integer)) as date)
{%- endmacro %}

{#- The day someone born on `date_of_birth` turns `years`: one born on 29 February turns on 1 March in other years. -#}
{% macro birthday(date_of_birth, years) -%}
    case
        when day({{ add_months(date_of_birth, '12 * ' ~ years) }}) < day({{ date_of_birth }})
            then {{ add_days(add_months(date_of_birth, '12 * ' ~ years), 1) }}
        else {{ add_months(date_of_birth, '12 * ' ~ years) }}
    end
{%- endmacro %}

{#- One row per day from `first` to `last`, both included, in column `day`. -#}
{% macro days_between(first, last, relation) -%}
    select cast(unnest(generate_series({{ first }}, {{ last }}, interval 1 day)) as date) as day
    from {{ relation }}
{%- endmacro %}

{#- The end of what has no end yet: later than any day in the data. -#}
{% macro far_future() -%}
    cast('9999-12-31' as date)
{%- endmacro %}

{#- The start of what has no start: earlier than any day in the data. -#}
{% macro far_past() -%}
    cast('0001-01-01' as date)
{%- endmacro %}

{#- The same month end, or the same day, one year before; 28 or 29 February by the year. -#}
{% macro year_before(day) -%}
    case
        when {{ day }} = {{ month_end(day) }} then {{ month_end(add_months(day, -12)) }}
        else {{ add_months(day, -12) }}
    end
{%- endmacro %}

{#- The number of the tick of `clock` that ends on `tick_end`: each is one more than the one before; weeks from a million. -#}
{% macro tick_number(clock, tick_end) -%}
    case {{ clock }}
        when 'week' then 1000000 + ({{ tick_end }} - cast('2000-01-02' as date)) // 7
        else 12 * year({{ tick_end }}) + month({{ tick_end }})
    end
{%- endmacro %}

{#- True on Monday to Friday. -#}
{% macro is_weekday(day) -%}
    (isodow({{ day }}) <= 5)
{%- endmacro %}

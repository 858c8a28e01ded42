{#-
  Working days are counted with `int_working_day`: join it once for each end of a spell and subtract.

      left join {{ ref('int_working_day') }} as received
          on {{ is_calendar_day('received', 'cases.nation', 'cases.received_date') }}
      left join {{ ref('int_working_day') }} as completed
          on {{ is_calendar_day('completed', 'cases.nation', 'cases.completed_date') }}

      {{ working_days_between('received', 'completed') }}                  -- working days alone
      {{ days_taken('limits.unit', 'received', 'completed') }}             -- the kind of days a threshold names

  The first day is day 0. A day outside the years of the seed gives null, never a guess. Thresholds are joined by

      left join {{ ref('int_threshold') }} as limits
          on {{ is_threshold('limits', 'assessment_days', 'cases.council_id', 'cases.received_date') }}
-#}

{#- True where `calendar`, an alias of int_working_day, is the row of `day` in `nation`. -#}
{% macro is_calendar_day(calendar, nation, day) -%}
    ({{ calendar }}.nation = {{ nation }} and {{ calendar }}.day = {{ day }})
{%- endmacro %}

{#- Working days from the day of `first`, not counted, to that of `last`: both are aliases of int_working_day. -#}
{% macro working_days_between(first, last) -%}
    ({{ last }}.working_day_number - {{ first }}.working_day_number)
{%- endmacro %}

{#- The same in the days that `unit`, the unit of a threshold, names: all days unless it says working_days. -#}
{% macro days_taken(unit, first, last) -%}
    case {{ unit }}
        when 'working_days' then {{ working_days_between(first, last) }}
        else {{ last }}.day - {{ first }}.day
    end
{%- endmacro %}

{#- True where `limits`, an alias of int_threshold, is the limit `threshold_id` of the council in force on `day`. -#}
{% macro is_threshold(limits, threshold_id, council_id, day) -%}
    (
        {{ limits }}.threshold_id = '{{ threshold_id }}'
        and {{ limits }}.council_id = {{ council_id }}
        and {{ is_open_on(limits, day) }}
    )
{%- endmacro %}

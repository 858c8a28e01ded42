{#-
  The rows of `relation` that on the council's last day have waited from `since` for longer than `threshold` allows.

  What began before the years of the calendar has waited too long, whatever the limit.
-#}
{% macro waiting_beyond(relation, threshold, since) -%}
    select waiting.*
    from {{ relation }} as waiting
    inner join {{ ref('stg_council') }} as councils on waiting.council_id = councils.council_id
    inner join {{ ref('int_threshold') }} as limits
        on {{ is_threshold('limits', threshold, 'waiting.council_id', 'councils.as_at_date') }}
    left join {{ ref('int_working_day') }} as began
        on {{ is_calendar_day('began', 'councils.nation', 'waiting.' ~ since) }}
    left join {{ ref('int_working_day') }} as now
        on {{ is_calendar_day('now', 'councils.nation', 'councils.as_at_date') }}
    where coalesce({{ days_taken('limits.unit', 'began', 'now') }} > limits.value, true)
{%- endmacro %}

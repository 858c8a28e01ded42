{#-
  The measure rows of one or more indicators: cases of `relation`, `where` they count. One call adds an indicator.

  `relation` needs `council_id`; `subject` names the column that a row is about, by default the child. Columns a
  relation does not have are passed as SQL, e.g. `worker="null"`. `numerator` and `denominator` are SQL too.
-#}
{% macro measure_rows(
    indicators, relation, shape, event_date, from_date, to_date, period_id,
    where, subject, child, worker, team, band, numerator, denominator
) -%}
    {%- for indicator in ([indicators] if indicators is string else indicators) %}
    select
        council_id,
        '{{ indicator }}' as indicator_id,
        {{ subject }} as subject_key,
        cast({{ child }} as varchar) as child_key,
        cast({{ worker }} as varchar) as worker_key,
        cast({{ team }} as varchar) as team,
        cast({{ band }} as varchar) as band,
        cast({{ numerator }} as double) as numerator,
        cast({{ denominator }} as double) as denominator,
        '{{ shape }}' as shape,
        cast({{ event_date }} as date) as event_date,
        cast({{ from_date }} as date) as from_date,
        cast({{ to_date }} as date) as to_date,
        cast({{ period_id }} as varchar) as period_id
    from {{ relation }}
    where {{ where }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}

{#- Cases counted at every period end on which they are open: `from_date <= day < to_date`. -#}
{% macro measure_state(
    indicators, relation, where="true", subject="child_key", child="child_key", worker="null", team="team",
    band="null", numerator="1", denominator="null", from_date="from_date", to_date="to_date"
) -%}
    {{ measure_rows(
        indicators, relation, "state", "null", from_date, to_date, "null",
        where, subject, child, worker, team, band, numerator, denominator
    ) }}
{%- endmacro %}

{#- Cases counted in every period that holds the day they happened. -#}
{% macro measure_event(
    indicators, relation, event_date, where="true", subject="child_key", child="child_key", worker="null",
    team="team", band="null", numerator="1", denominator="null"
) -%}
    {{ measure_rows(
        indicators, relation, "event", event_date, "null", "null", "null",
        where, subject, child, worker, team, band, numerator, denominator
    ) }}
{%- endmacro %}

{#- Cases that only make sense for the one period they name. -#}
{% macro measure_window(
    indicators, relation, period_id="period_id", where="true", subject="child_key", child="child_key",
    worker="null", team="team", band="null", numerator="1", denominator="null"
) -%}
    {{ measure_rows(
        indicators, relation, "window", "null", "null", "null", period_id,
        where, subject, child, worker, team, band, numerator, denominator
    ) }}
{%- endmacro %}

{#-
  False for cases still being counted: events of a part of a year are not held against those of a whole one. A
  percentage of events so far is comparable.
-#}
{% macro is_comparable(observations, indicators) -%}
    not (
        {{ observations }}.status = 'provisional'
        and {{ indicators }}.shape = 'event' and {{ indicators }}.kind in ('count', 'rate')
    )
{%- endmacro %}

{#-
  Why an observation has or has not a value: missing, zero, not applicable and not yet known are different things.
  The first reason that holds wins. Yields `status`, `status_reason` and `has_value`.
-#}
{% macro observation_status() -%}
    {{ judged_status([
        ("withheld_reason is not null", "withheld", "concat('Withheld until it is put right: ', withheld_reason)"),
        ("missing_extracts is not null", "not_available", "concat('Not delivered: ', missing_extracts)"),
        ("kind = 'rate' and denominator is null", "not_available",
         "concat('No population estimate within two years of mid-', cast(wanted_population_year as varchar))"),
        ("is_history_short", "insufficient_history", "'The extract does not reach back far enough'"),
        (is_divided('kind') ~ " and coalesce(denominator, 0) = 0", "not_applicable",
         "'Nothing to divide by'"),
        ("numerator is null", "not_applicable", "'No case to take it from'"),
        ("stale_extracts is not null", "stale", "concat('Older than the rest: ', stale_extracts)"),
        ("is_provisional", "provisional", "concat('Counted to ', cast(as_at_date as varchar))"),
    ]) }}
{%- endmacro %}

{#- The same of a returned figure: nothing that is missing becomes a number. -#}
{% macro return_status() -%}
    {{ judged_status([
        ("base = 0", "not_applicable", "'Nothing to divide by'"),
        ("not is_computed and returned_value is null and kind = 'rate' and cases is not null", "not_available",
         "concat('No population returned, and no estimate within two years of mid-', cast(wanted_population_year as varchar))"),
        ("not is_computed and returned_value is null", "not_available", "'Returned without what it is divided by'"),
        ("submitted_date < period_end", "provisional", "concat('Submitted on ', cast(submitted_date as varchar))"),
    ]) }}
{%- endmacro %}

{% macro judged_status(reasons) -%}
    case
        {%- for condition, status, reason in reasons %}
        when {{ condition }} then '{{ status }}'
        {%- endfor %}
        else 'ok'
    end as status,
    case
        {%- for condition, status, reason in reasons %}
        when {{ condition }} then {{ reason }}
        {%- endfor %}
        when is_substituted
            then concat('Population of mid-', cast(population_year as varchar), ' for mid-', cast(wanted_population_year as varchar))
    end as status_reason,
    status in ('ok', 'provisional', 'stale') as has_value
{%- endmacro %}

{#-
  Confidence intervals of observations, in the units of the value.

  Rates: exact Poisson limits for fewer than ten events, Byar's approximation from ten on, as Public Health England's
  `phe_rate`; ScotPHO uses Byar throughout (`byar` in the registry). Percentages: Wilson's score interval.
-#}

{% macro byar_lower(events, z) -%}
    case
        when {{ events }} = 0 then 0.0
        else greatest(
            0.0, {{ events }} * power(1 - 1 / (9.0 * {{ events }}) - {{ z }} / (3 * sqrt({{ events }})), 3)
        )
    end
{%- endmacro %}

{% macro byar_upper(events, z) -%}
    ({{ events }} + 1) * power(1 - 1 / (9.0 * ({{ events }} + 1)) + {{ z }} / (3 * sqrt({{ events }} + 1)), 3)
{%- endmacro %}

{#-
  A bound of Wilson's interval as a proportion; `sign` is `-` for the lower, `+` for the upper. None of the trials is
  0 and all of them are 1 exactly: a double would leave the bound just beside the value that it must hold.
-#}
{% macro wilson_bound(events, trials, z, sign) -%}
    case
        when {{ events }} = {{ 0 if sign == '-' else trials }} then {{ '0.0' if sign == '-' else '1.0' }}
        else (
            2.0 * {{ events }} + {{ z }} * {{ z }}
            {{ sign }} {{ z }} * sqrt({{ z }} * {{ z }} + 4.0 * {{ events }} * (1 - 1.0 * {{ events }} / {{ trials }}))
        ) / (2.0 * ({{ trials }} + {{ z }} * {{ z }}))
    end
{%- endmacro %}

{#- `interval_lower` and `interval_upper` of an observation; empty without a value or a method that fits. -#}
{% macro observation_interval() -%}
    {%- set z = var('interval_z') -%}
    {%- for side in ['lower', 'upper'] %}
    case
        when not has_value or denominator = 0 then null
        when interval_method = 'exact_byar' and exact_{{ side }} is not null
            then exact_{{ side }} * multiplier / denominator
        when interval_method in ('exact_byar', 'byar')
            then ({{ byar_lower('numerator', z) if side == 'lower' else byar_upper('numerator', z) }})
                * multiplier / denominator
        when interval_method = 'wilson' and numerator <= denominator
            then multiplier * {{ wilson_bound('numerator', 'denominator', z, '-' if side == 'lower' else '+') }}
    end as interval_{{ side }}
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
{%- endmacro %}

{#-
  Funnel limits at 95 and 99.8 per cent around the comparator's mean, for the council's own denominator.

  Rates: Byar's approximation to the Poisson limits of the expected count; percentages: the normal limits of the
  expected proportion, kept within 0 and 100.
-#}
{% macro funnel_limits() -%}
    {%- for level, z in [('95', var('interval_z')), ('998', var('funnel_z'))] -%}
    {%- for side, sign in [('lower', '-'), ('upper', '+')] %}
    case
        when expected is null or expected <= 0 or areas < 1 or not is_same_definition then null
        when kind = 'rate'
            then round(
                ({{ byar_lower('expected', z) if side == 'lower' else byar_upper('expected', z) }})
                * multiplier / denominator, 9
            )
        when kind = 'percentage' and expected <= denominator
            then round(
                100 * least(1.0, greatest(0.0, expected / denominator {{ sign }} {{ z }} * sqrt(
                    expected / denominator * (1 - expected / denominator) / denominator
                ))), 9
            )
    end as funnel_{{ side }}_{{ level }}
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
    {%- if not loop.last %},{% endif %}
    {%- endfor %}
{%- endmacro %}

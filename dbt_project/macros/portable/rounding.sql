{#-
  `multiplier * numerator / denominator`, rounded once, half away from zero, to `decimals` places, in whole numbers.

  A double cannot hold 0.15, so rounding a double quotient is wrong at exact halves. Numerator and denominator
  are taken to six decimals, as whole millionths, and divided as 128-bit integers:
  floor((2 * 10^decimals * multiplier * n + d) / 2d).
-#}
{% macro round_half_up(numerator, denominator, multiplier, decimals) -%}
    sign({{ numerator }}) * cast(
        (
            2 * cast(round(1000000 * abs({{ numerator }})) as hugeint)
            * cast({{ multiplier }} as hugeint) * cast(power(10, {{ decimals }}) as hugeint)
            + cast(round(1000000 * {{ denominator }}) as hugeint)
        ) // nullif(2 * cast(round(1000000 * {{ denominator }}) as hugeint), 0) as double
    ) / power(10, {{ decimals }})
{%- endmacro %}

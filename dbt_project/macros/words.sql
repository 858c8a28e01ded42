{#- A code as words: `not_known` -> `Not known`. -#}
{% macro words(code) -%}
    concat(upper(substr({{ code }}, 1, 1)), replace(substr({{ code }}, 2), '_', ' '))
{%- endmacro %}

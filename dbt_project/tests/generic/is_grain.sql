{#- Fails for every group of rows that share `columns`, and for every row where one of them is missing. -#}
{% test is_grain(model, columns) %}

select {{ columns | join(', ') }}
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1 or {{ columns | join(' is null or ') }} is null

{% endtest %}

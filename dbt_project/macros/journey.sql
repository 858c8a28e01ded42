{#- `day` and the value of a threshold in its unit: months of the calendar, or days. Working days need the calendar. -#}
{% macro after(day, limits) -%}
    case {{ limits }}.unit
        when 'months' then {{ add_months(day, limits ~ '.value') }} else {{ add_days(day, limits ~ '.value') }}
    end
{%- endmacro %}

{#-
  The spells of `whole` cut wherever a spell of `part` with the same `keys` begins or ends in them, with `is_covered`:
  whether one of `part` is open there. The pieces of a spell add up to the spell. `carried` are columns of `whole`.
-#}
{% macro cut_spells(whole, part, keys=['council_id', 'child_key'], carried=['team']) -%}
    {%- set same_keys -%}
    {%- for key in keys %}{{ whole }}.{{ key }} = {{ part }}.{{ key }}{{ ' and ' if not loop.last }}{% endfor -%}
    {%- endset %}
    {%- set columns -%}
    {%- for column in keys + carried %}{{ whole }}.{{ column }}, {% endfor -%}
    {%- endset %}
    select {{ columns }}{{ whole }}.from_date, {{ whole }}.to_date, count({{ part }}.from_date) > 0 as is_covered
    from (
        select
            {{ (keys + carried) | join(', ') }}, cut_date as from_date,
            coalesce(
                lead(cut_date) over (partition by {{ keys | join(', ') }}, from_date order by cut_date), to_date
            ) as to_date
        from (
            select {{ columns }}{{ whole }}.from_date, {{ whole }}.to_date, {{ whole }}.from_date as cut_date
            from {{ whole }}
            union
            select
                {{ columns }}{{ whole }}.from_date, {{ whole }}.to_date,
                greatest({{ whole }}.from_date, {{ part }}.from_date)
            from {{ whole }}
            inner join {{ part }} on {{ same_keys }} and {{ spells_meet(whole, part) }}
            union
            select {{ columns }}{{ whole }}.from_date, {{ whole }}.to_date, {{ part }}.to_date
            from {{ whole }}
            inner join {{ part }} on {{ same_keys }} and {{ spells_meet(whole, part) }}
            where {{ part }}.to_date < coalesce({{ whole }}.to_date, {{ far_future() }})
        ) as cuts
    ) as {{ whole }}
    left join {{ part }} on {{ same_keys }} and {{ is_open_on(part, whole ~ '.from_date') }}
    group by {{ columns }}{{ whole }}.from_date, {{ whole }}.to_date
{%- endmacro %}

{#-
  The distinct spells of a relation with `from_date`, `to_date` (null while open) and `sort_key`: overlapping rows
  of one `keys` become one row.

  `touching` also joins a row that starts on the day another ends. `latest` and `first` name columns taken from the
  row that starts last, or first. Nothing depends on the order of rows: ties fall to `sort_key`.
-#}
{% macro merge_spells(relation, keys, touching=true, first=[], latest=[]) -%}
    select
        {{ keys | join(', ') }},
        min(from_date) as from_date,
        nullif(max(coalesce(to_date, {{ far_future() }})), {{ far_future() }}) as to_date
        {%- for column in first %},
        min_by({{ column }}, row_position) as {{ column }}
        {%- endfor %}
        {%- for column in latest %},
        max_by({{ column }}, row_position) as {{ column }}
        {%- endfor %}
    from (
        select
            *,
            sum(case when from_date {{ '<=' if touching else '<' }} reached_date then 0 else 1 end) over (
                partition by {{ keys | join(', ') }} order by row_position
            ) as spell_number
        from (
            select
                *,
                row_number() over (
                    partition by {{ keys | join(', ') }} order by from_date, to_date, sort_key
                ) as row_position,
                max(coalesce(to_date, {{ far_future() }})) over (
                    partition by {{ keys | join(', ') }} order by from_date, to_date, sort_key
                    rows between unbounded preceding and 1 preceding
                ) as reached_date
            from {{ relation }}
        ) as placed
    ) as numbered
    group by {{ keys | join(', ') }}, spell_number
{%- endmacro %}

{#- True where the spell `from_date`, `to_date` of `spell` holds the night of `day`: ending that day, it does not. -#}
{% macro is_open_on(spell, day) -%}
    ({{ spell }}.from_date <= {{ day }} and ({{ spell }}.to_date is null or {{ spell }}.to_date > {{ day }}))
{%- endmacro %}

{#- True where two spells share at least one night. -#}
{% macro spells_meet(left, right) -%}
    (
        {{ left }}.from_date < coalesce({{ right }}.to_date, {{ far_future() }})
        and {{ right }}.from_date < coalesce({{ left }}.to_date, {{ far_future() }})
    )
{%- endmacro %}

{#- The nights two spells share: `from_date` and `to_date` (null while both are open). -#}
{% macro shared_spell(left, right) -%}
    greatest({{ left }}.from_date, {{ right }}.from_date) as from_date,
    nullif(
        least(coalesce({{ left }}.to_date, {{ far_future() }}), coalesce({{ right }}.to_date, {{ far_future() }})),
        {{ far_future() }}
    ) as to_date
{%- endmacro %}

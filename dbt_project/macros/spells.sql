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

{#-
  True where the spell `from_date`, `to_date` of `spell` holds the night of `day`: ending that day, it does not. Two
  comparisons and no `or`: DuckDB hashes an outer join on those and tries every pair on the other.
-#}
{% macro is_open_on(spell, day) -%}
    ({{ spell }}.from_date <= {{ day }} and coalesce({{ spell }}.to_date, {{ far_future() }}) > {{ day }})
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

{#-
  The stretches of `outer` spells of a child that no spell of `inner` covers: before the first, between two, after the
  last. Spells of `inner` must not overlap each other.
-#}
{% macro uncovered_spells(outer, inner) -%}
    select council_id, child_key, team, from_date, to_date
    from (
        select
            wholes.council_id, wholes.child_key, wholes.team, wholes.from_date,
            coalesce(min(parts.from_date), wholes.to_date) as to_date
        from {{ outer }} as wholes
        left join {{ inner }} as parts
            on wholes.council_id = parts.council_id
            and wholes.child_key = parts.child_key
            and {{ spells_meet('wholes', 'parts') }}
        group by wholes.council_id, wholes.child_key, wholes.team, wholes.from_date, wholes.to_date
        union all
        select
            wholes.council_id, wholes.child_key, wholes.team, parts.to_date,
            coalesce(
                lead(parts.from_date) over (
                    partition by wholes.council_id, wholes.child_key, wholes.from_date order by parts.from_date
                ),
                wholes.to_date
            )
        from {{ outer }} as wholes
        inner join {{ inner }} as parts
            on wholes.council_id = parts.council_id
            and wholes.child_key = parts.child_key
            and {{ spells_meet('wholes', 'parts') }}
    ) as stretches
    where from_date is not null and (to_date is null or to_date > from_date)
{%- endmacro %}

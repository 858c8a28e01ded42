{#-
  Insert the rows of a seed, 100 at a time. What DuckDB takes for a statement grows with the square of its parameters,
  and what dbt takes with every row that a template visits: this is several times as fast as dbt-duckdb's own.
-#}
{% macro duckdb__load_csv_rows(model, agate_table) -%}
    {% set rows = adapter.convert_datetimes_to_strs(agate_table).rows %}
    {% set columns = get_seed_column_quoted_csv(model, agate_table.column_names) %}
    {% set place = '(' ~ (['?'] * agate_table.column_names | length) | join(', ') ~ ')' %}
    {% for chunk in rows | batch(100) %}
        {% set places = ([place] * chunk | length) | join(', ') %}
        {% set sql = 'insert into ' ~ this.render() ~ ' (' ~ columns ~ ') values ' ~ places %}
        {% do adapter.add_query(sql, bindings=chunk | map('list') | sum(start=[]), abridge_sql_log=True) %}
    {% endfor %}
    {{ return('') }}
{%- endmacro %}

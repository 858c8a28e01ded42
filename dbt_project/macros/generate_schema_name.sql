{#- A layer's schema is called exactly what dbt_project.yml says: staging, intermediate, quality, measures, marts. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name or target.schema }}
{%- endmacro %}

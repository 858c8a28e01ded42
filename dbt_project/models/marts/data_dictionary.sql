{#- What the project says of its marts, so that a reader of a release never has to leave it. -#}
{%- set published = [] %}
{%- if execute %}
{%- for node in graph.nodes.values() if node.resource_type == 'model' and node.schema == 'marts' %}
{%- for column in node.columns.values() %}
{%- do published.append([node.name, loop.index, column.name, column.data_type, column.description, node.description]) %}
{%- endfor %}
{%- endfor %}
{%- endif %}
with

final as (
    {% for table, position, column, type, description, grain in published | sort -%}
    select
        '{{ table }}' as table_name, '{{ grain | replace("'", "''") | trim }}' as table_description,
        {{ position }} as position, '{{ column }}' as column_name, '{{ type }}' as data_type,
        '{{ description | replace("'", "''") | trim }}' as description
    {% if not loop.last %}union all{% endif %}
    {% else -%}
    select
        '' as table_name, '' as table_description, 0 as position, '' as column_name, '' as data_type,
        '' as description
    where false
    {%- endfor %}
)

select * from final

with

{# what the project says of its marts, so that a reader of a release never has to leave it -#}
final as (
    {% for table, position, name, type, description, grain in published_columns() -%}
    select
        {{ quoted(table) }} as table_name,
        {{ quoted(grain) }} as table_description,
        {{ position }} as position,
        {{ quoted(name) }} as column_name,
        {{ quoted(type) }} as data_type,
        {{ quoted(description) }} as description
    {% if not loop.last %}union all{% endif %}
    {% else -%}
    select
        '' as table_name, '' as table_description, 0 as position, '' as column_name, '' as data_type,
        '' as description
    {% endfor %}
)

select * from final

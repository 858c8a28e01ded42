with

-- what the project says of its marts, so that a reader of a release never has to leave it
columns as (
    {% for table, position, name, type, is_key, description, grain in published_columns() -%}
    select
        {{ quoted(table) }} as table_name,
        {{ quoted(grain) }} as table_description,
        {{ position }} as position,
        {{ quoted(name) }} as column_name,
        {{ quoted(type) }} as data_type,
        {{ is_key | lower }} as is_key,
        {{ quoted(description) }} as description
    {% if not loop.last %}union all{% endif %}
    {% else -%}
    select
        '' as table_name, '' as table_description, 0 as position, '' as column_name, '' as data_type,
        false as is_key, '' as description
    {% endfor %}
),

named as (select * from {{ ref('published_column') }}),

indicators as (select * from {{ ref('indicator') }}),

-- of two that fit, the one that names the table holds
said as (
    select columns.*, coalesce(named.unit, indicators.unit) as unit, named.refers_to
    from columns
    left join indicators on columns.column_name = indicators.indicator_id
    left join named
        on columns.column_name = named.column_name
        and columns.table_name = coalesce(named.table_name, columns.table_name)
    qualify row_number() over (
        partition by columns.table_name, columns.column_name order by named.table_name nulls last
    ) = 1
),

final as (
    select
        table_name, table_description, position, column_name, data_type, is_key, unit,
        case when refers_to <> table_name then refers_to end as refers_to,
        description
    from said
)

select * from final

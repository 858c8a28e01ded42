{{ config(materialized='table') }}

with

indicators as (select * from {{ ref('indicator') }}),

final as (
    {%- for breakdown in ['all'] + breakdowns() %}
    {{ cells('month', breakdown) }}
    union all
    {%- endfor %}
    {{ cells('week', 'all') }}
)

select * from final

{{ config(materialized='table') }}

with

care_years as (select * from {{ ref('int_care_year_spell') }}),

done as (select * from {{ ref('int_health_done_spell') }}),

kinds as (
    {%- for kind in ['assessment', 'dental', 'immunisation'] %}
    select '{{ kind }}' as kind
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

asked as (
    select
        care_years.council_id, care_years.child_key, kinds.kind, care_years.team,
        care_years.from_date, care_years.to_date
    from care_years
    cross join kinds
),

final as (
    select council_id, child_key, kind, team, from_date, to_date, is_covered as is_up_to_date
    from ({{ cut_spells('asked', 'done', keys=['council_id', 'child_key', 'kind']) }}) as cut
)

select * from final

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

limits as (select * from {{ ref('int_threshold') }} where threshold_id = 'health_year'),

-- only where the nation asks for checks every year
asked as (
    select
        care_years.council_id, care_years.child_key, kinds.kind, care_years.team,
        care_years.from_date, care_years.to_date
    from care_years
    inner join limits
        on care_years.council_id = limits.council_id and {{ is_open_on('limits', 'care_years.from_date') }}
    cross join kinds
),

final as (
    select council_id, child_key, kind, team, from_date, to_date, is_covered as is_up_to_date
    from ({{ cut_spells('asked', 'done', keys=['council_id', 'child_key', 'kind']) }}) as cut
)

select * from final

{{ config(materialized='table') }}

{#- Rules with a model of their own that may withhold; those of families all may. Each is severity blocker. -#}
{%- set rules = [] %}
with

found as (
    select council_id, rule_id, extract from {{ ref('rules_of_families') }}
    {%- for rule in rules %}
    union all
    select council_id, '{{ rule }}' as rule_id, extract from {{ ref(rule) }}
    {%- endfor %}
),

endangered as (select * from {{ ref('rule_indicator') }} where severity = 'blocker'),

blocked as (
    select distinct found.council_id, endangered.indicator_id, endangered.title, found.extract
    from found
    inner join endangered on found.rule_id = endangered.rule_id and found.extract = endangered.extract
),

final as (
    select
        council_id, indicator_id,
        {{ joined("concat(title, ' (', extract, ')')", 'title, extract') }} as withheld_reason
    from blocked
    group by council_id, indicator_id
)

select * from final

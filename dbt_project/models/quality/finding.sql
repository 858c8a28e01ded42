{{ config(materialized='table') }}

with

extract_findings as (select * from {{ source('raw', 'finding') }}),

family_findings as (select * from {{ ref('rules_of_families') }}),

case_findings as (
    {% for rule in rule_models() -%}
    select '{{ rule }}' as rule_id, council_id, extract, record_token, child_key, team from {{ ref(rule) }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
),

findings as (
    select
        1 as gate, council_id, extract, rule_id, severity, record_token, null as child_key, team,
        column_name, load_id, source_file, source_sheet, source_row
    from extract_findings
    union all
    select 2, council_id, extract, rule_id, null, record_token, child_key, team, null, null, null, null, null
    from case_findings
    union all
    select 2, council_id, extract, rule_id, null, record_token, child_key, team, null, null, null, null, null
    from family_findings
),

final as (
    {{ placed_findings('findings') }}
)

select * from final

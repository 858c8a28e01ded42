{{ config(materialized='table') }}

{%- set families = [
    'rules_spell',
    'rules_person',
    'rules_referral',
    'rules_care',
    'rules_register',
    'rules_workforce',
    'rules_load',
    'rules_tracker',
    'rules_series'
] %}
with

final as (
    {% for family in families -%}
    select rule_id, council_id, extract, record_token, child_key, team from {{ ref(family) }}
    {%- if not loop.last %}
    union all
    {% endif %}
    {%- endfor %}
)

select * from final

with

codes as (
    select * from {{ ref('stg_code') }} where valid_from is not null or valid_to is not null
),

coded as (
    {%- for extract, code_list, day, team in [
        ('placement', 'placement_type', 'from_date', 'null'),
        ('legal_status', 'legal_status', 'from_date', 'null'),
        ('looked_after', 'cease_reason', 'to_date', 'team'),
        ('registration', 'deregistration_reason', 'to_date', 'team'),
        ('referral', 'decision', 'received_date', 'team')
    ] %}
    select
        council_id, '{{ extract }}' as extract, record_token, child_key, {{ team }} as team,
        '{{ 'referral_decision' if code_list == 'decision' else code_list }}' as code_list,
        {{ code_list }} as code, {{ day }} as day
    from {{ ref('stg_' ~ extract) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

final as (
    select coded.council_id, coded.extract, coded.record_token, coded.child_key, coded.team
    from coded
    inner join codes
        on coded.council_id = codes.council_id and coded.code_list = codes.code_list and coded.code = codes.code
    where coded.day < codes.valid_from or coded.day > codes.valid_to
)

select * from final

with

choices as (select * from {{ ref('stg_self_directed_support') }} where to_date is null or to_date > from_date),

of_families as (
    select council_id, family_key, false as is_option_1, from_date, to_date, sort_key from choices
    union all
    select council_id, family_key, true, from_date, to_date, sort_key from choices where option_group = 'option_1'
),

final as (
    {{ merge_spells('of_families', ['council_id', 'family_key', 'is_option_1']) }}
)

select * from final

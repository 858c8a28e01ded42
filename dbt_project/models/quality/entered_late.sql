with

spells as (select * from {{ ref('int_record_spell') }}),

final as (
    select council_id, extract, record_token, child_key, team
    from spells
    where {{ is_entered_late('entered_late', 'from_date') }}
)

select * from final

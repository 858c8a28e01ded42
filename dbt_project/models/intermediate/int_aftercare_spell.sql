with

spells as (select * from {{ ref('int_throughcare_spell') }} where support_type = 'aftercare'),

held as (select * from {{ ref('int_holding_spell') }}),

final as (
    select council_id, child_key, team, from_date, to_date, is_covered as has_worker
    from ({{ cut_spells('spells', 'held') }}) as cut
)

select * from final

with

spells as (select * from {{ ref('int_training_spell') }} where is_mandatory and not is_completed),

limits as (select * from {{ ref('int_threshold') }}),

final as (
    select distinct
        spells.council_id, 'post' as extract, spells.record_token, cast(null as varchar) as child_key, spells.team
    from spells
    inner join limits on {{ is_threshold('limits', 'training_days', 'spells.council_id', 'spells.extract_date') }}
    where
        {{ is_open_on('spells', 'spells.extract_date') }}
        and {{ add_days('spells.from_date', 'limits.value') }} < spells.extract_date
)

select * from final

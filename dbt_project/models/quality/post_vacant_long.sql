with

vacant as (select * from {{ ref('int_post_spell') }} where not is_employed),

limits as (select * from {{ ref('int_threshold') }}),

-- vacant and covered by an agency, one after the other, is one vacancy
spells as (
    {{ merge_spells('vacant', ['council_id', 'post_key'], latest=['team', 'record_token', 'extract_date']) }}
),

final as (
    select
        spells.council_id, 'post' as extract, spells.record_token, cast(null as varchar) as child_key, spells.team
    from spells
    inner join limits on {{ is_threshold('limits', 'vacancy_months', 'spells.council_id', 'spells.extract_date') }}
    where
        {{ is_open_on('spells', 'spells.extract_date') }}
        and {{ add_months('spells.from_date', 'limits.value') }} < spells.extract_date
)

select * from final

with

spells as (select * from {{ ref('int_need_spell') }} where nation = 'england'),

bands as (select * from {{ ref('value_band') }} where indicator_id = 'cin_duration'),

-- bands are in months: the day on which three months are complete is still one of the first band
final as (
    select
        spells.council_id, spells.child_key, spells.team, bands.band,
        greatest(
            spells.from_date,
            case
                when bands.from_value > 0 then {{ add_days(add_months('spells.from_date', 'bands.from_value'), 1) }}
            end
        ) as from_date,
        least({{ add_days(add_months('spells.from_date', 'bands.to_value'), 1) }}, spells.to_date) as to_date
    from spells
    cross join bands
)

select * from final where to_date is null or to_date > from_date

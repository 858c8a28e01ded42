with

spells as (select * from {{ ref('stg_throughcare') }} where support_type = 'aftercare'),

statuses as (select * from {{ ref('int_leaver_status_spell') }}),

limits as (select * from {{ ref('int_threshold') }}),

councils as (select * from {{ ref('stg_council') }}),

-- in the first year of support there may be none yet
final as (
    select spells.council_id, 'throughcare' as extract, spells.record_token, spells.child_key, spells.team
    from spells
    inner join councils
        on spells.council_id = councils.council_id and {{ is_open_on('spells', 'councils.as_at_date') }}
    inner join limits
        on {{ is_threshold('limits', 'leaver_status_holds', 'spells.council_id', 'councils.as_at_date') }}
    left join statuses
        on spells.council_id = statuses.council_id
        and spells.child_key = statuses.child_key
        and {{ is_open_on('statuses', 'councils.as_at_date') }}
    where statuses.child_key is null and {{ after('spells.from_date', 'limits') }} <= councils.as_at_date
)

select * from final

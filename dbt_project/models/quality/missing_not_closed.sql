with

episodes as (select * from {{ ref('stg_missing') }} where ended_at is null),

councils as (select * from {{ ref('stg_council') }}),

limits as (select * from {{ ref('int_threshold') }}),

final as (
    select episodes.council_id, 'missing' as extract, episodes.record_token, episodes.child_key, episodes.team
    from episodes
    inner join councils on episodes.council_id = councils.council_id
    inner join limits
        on {{ is_threshold('limits', 'missing_closed', 'episodes.council_id', 'episodes.started_date') }}
    where {{ after('episodes.started_date', 'limits') }} < councils.as_at_date
)

select * from final

with

episodes as (select * from {{ source('raw', 'missing') }}),

codes as (select * from {{ ref('stg_code') }} where code_list = 'missing_type'),

final as (
    select
        episodes.council_id,
        episodes.missing_key,
        episodes.child_key,
        codes.code_group as missing_group,
        cast(episodes.started_at as date) as started_date,
        episodes.started_at,
        episodes.ended_at,
        episodes.team,
        episodes.record_token
    from episodes
    left join codes on episodes.council_id = codes.council_id and episodes.missing_type = codes.code
)

select * from final

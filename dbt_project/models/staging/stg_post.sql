with

posts as (select * from {{ source('raw', 'post') }}),

codes as (select * from {{ ref('stg_code') }}),

roles as (select * from codes where code_list = 'post_role'),

covers as (select * from codes where code_list = 'post_cover'),

final as (
    select
        posts.council_id,
        posts.post_key,
        posts.worker_key,
        posts.role,
        roles.code_group as role_group,
        posts.team,
        posts.origin,
        covers.code_group as cover_group,
        posts.funded_fte,
        posts.held_fte,
        posts.created_date,
        posts.started_date as from_date,
        posts.ended_date as to_date,
        posts.extract_date,
        posts.record_token
    from posts
    left join roles on posts.council_id = roles.council_id and posts.role = roles.code
    left join covers on posts.council_id = covers.council_id and posts.cover = covers.code
)

select * from final

with

posts as (
    select * from {{ ref('stg_post') }}
    where to_date is null or to_date > from_date
),

teams as (select * from {{ ref('team') }}),

-- who covers a vacancy from an agency does not fill it
final as (
    select
        posts.council_id,
        posts.post_key,
        posts.worker_key,
        posts.role,
        posts.role_group,
        posts.role_group in ('social_work', 'social_work_management', 'practice_education') as is_social_work,
        posts.team,
        coalesce(teams.service, 'not_known') as service,
        posts.worker_key is not null and coalesce(posts.cover_group <> 'agency', true) as is_employed,
        posts.worker_key is not null and posts.cover_group = 'agency' as is_agency,
        case when is_employed then posts.held_fte else 0 end as employed_fte,
        case when is_agency then posts.held_fte else 0 end as agency_fte,
        greatest(posts.funded_fte - employed_fte, 0) as vacant_fte,
        posts.from_date,
        posts.to_date,
        posts.extract_date,
        posts.post_key as sort_key,
        posts.record_token
    from posts
    left join teams on posts.council_id = teams.council_id and posts.team = teams.team
)

select * from final

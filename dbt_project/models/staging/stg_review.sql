with

reviews as (select * from {{ source('raw', 'review') }}),

codes as (select * from {{ ref('stg_code') }} where code_list = 'review_type'),

final as (
    select
        reviews.council_id,
        reviews.review_key,
        reviews.child_key,
        codes.code_group as review_group,
        reviews.due_date,
        reviews.held_date,
        reviews.team,
        reviews.record_token
    from reviews
    left join codes on reviews.council_id = codes.council_id and reviews.review_type = codes.code
)

select * from final

with

questionnaires as (select * from {{ source('raw', 'sdq') }}),

final as (
    select council_id, sdq_key, child_key, asked_date, score, no_score_reason, record_token
    from questionnaires
)

select * from final

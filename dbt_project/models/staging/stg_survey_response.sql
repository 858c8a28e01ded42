with

responses as (select * from {{ source('raw', 'survey_response') }}),

final as (
    select
        council_id,
        response_key,
        survey,
        answered_date,
        question,
        case positive when 'Y' then true when 'N' then false end as is_positive,
        record_token
    from responses
)

select * from final

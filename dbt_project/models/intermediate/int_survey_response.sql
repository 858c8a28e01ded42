with

answers as (select * from {{ ref('stg_survey_response') }}),

final as (
    select
        council_id,
        response_key,
        survey,
        min(answered_date) as answered_date
    from answers
    group by council_id, response_key, survey
)

select * from final

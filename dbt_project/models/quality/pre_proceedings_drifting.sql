with

going_on as (
    select * from {{ ref('stg_court_proceedings') }} where stage_group = 'pre_proceedings' and to_date is null
),

long as (
    {{ waiting_beyond('going_on', 'pre_proceedings_days', 'from_date') }}
),

final as (
    select council_id, 'court_proceedings' as extract, record_token, child_key, team from long
)

select * from final

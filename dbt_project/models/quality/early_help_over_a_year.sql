with

going_on as (select * from {{ ref('stg_early_help') }} where to_date is null),

long as (
    {{ waiting_beyond('going_on', 'early_help_days', 'from_date') }}
),

final as (
    select council_id, 'early_help' as extract, record_token, child_key, team from long
)

select * from final

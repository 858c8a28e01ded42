with

substantiated as (
    select * from {{ ref('int_enquiry') }} where outcome_group = 'conference' and not has_conference
),

late as (
    {{ waiting_beyond('substantiated', 'conference_days', 'clock_date') }}
),

final as (
    select council_id, 'enquiry' as extract, record_token, child_key, team from late
)

select * from final

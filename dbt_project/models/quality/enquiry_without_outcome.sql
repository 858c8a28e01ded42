with

enquiries as (select * from {{ ref('int_enquiry') }} where outcome is null),

going_on as (select * from enquiries where to_date is null),

long as (
    {{ waiting_beyond('going_on', 'conference_days', 'clock_date') }}
),

found as (
    select council_id, record_token, child_key, team from long
    union all
    select council_id, record_token, child_key, team from enquiries where to_date is not null
),

final as (
    select council_id, 'enquiry' as extract, record_token, child_key, team from found
)

select * from final

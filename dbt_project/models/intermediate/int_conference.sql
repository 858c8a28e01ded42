{{ config(materialized='table') }}

with

conferences as (select * from {{ ref('stg_conference') }} where conference_group = 'conference'),

enquiries as (select * from {{ ref('int_enquiry') }}),

councils as (select * from {{ ref('stg_council') }}),

started as (
    select conferences.*, councils.nation, enquiries.clock_date
    from conferences
    inner join councils on conferences.council_id = councils.council_id
    left join enquiries
        on conferences.council_id = enquiries.council_id and conferences.enquiry_key = enquiries.enquiry_key
),

timed as (
    select
        started.*, limits.value as limit_days,
        {{ days_taken('limits.unit', 'clock', 'held') }} as days_taken
    from started
    left join {{ ref('int_threshold') }} as limits
        on {{ is_threshold('limits', 'conference_days', 'started.council_id', 'started.held_date') }}
    left join {{ ref('int_working_day') }} as clock
        on {{ is_calendar_day('clock', 'started.nation', 'started.clock_date') }}
    left join {{ ref('int_working_day') }} as held
        on {{ is_calendar_day('held', 'started.nation', 'started.held_date') }}
),

-- a conference on transfer in, or one that names no enquiry, is not known to be in time
final as (
    select
        council_id, nation, conference_key, child_key, enquiry_key, clock_date, held_date, days_taken,
        coalesce(days_taken between 0 and limit_days, false) as is_in_time,
        team
    from timed
)

select * from final

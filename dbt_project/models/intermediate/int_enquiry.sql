with

enquiries as (select * from {{ ref('stg_enquiry') }}),

councils as (select * from {{ ref('stg_council') }}),

led as (
    select distinct council_id, enquiry_key
    from {{ ref('stg_conference') }}
    where conference_group = 'conference' and enquiry_key is not null
),

-- the clock to the conference starts with the strategy discussion in England, with the concern in Scotland
final as (
    select
        enquiries.council_id, councils.nation, enquiries.enquiry_key, enquiries.child_key,
        enquiries.from_date, enquiries.to_date,
        coalesce(
            case councils.nation when 'england' then enquiries.strategy_date else enquiries.concern_date end,
            enquiries.from_date
        ) as clock_date,
        enquiries.outcome, enquiries.outcome_group,
        led.enquiry_key is not null as has_conference,
        enquiries.team, enquiries.record_token
    from enquiries
    inner join councils on enquiries.council_id = councils.council_id
    left join led on enquiries.council_id = led.council_id and enquiries.enquiry_key = led.enquiry_key
)

select * from final

with

periods as (select * from {{ ref('stg_looked_after') }}),

statuses as (select * from {{ ref('stg_legal_status') }}),

councils as (select * from {{ ref('stg_council') }}),

final as (
    select periods.council_id, 'looked_after' as extract, periods.record_token, periods.child_key, periods.team
    from periods
    inner join councils on periods.council_id = councils.council_id
    left join statuses
        on periods.council_id = statuses.council_id
        and periods.child_key = statuses.child_key
        and {{ is_open_on('statuses', 'councils.as_at_date') }}
    where {{ is_open_on('periods', 'councils.as_at_date') }} and statuses.child_key is null
)

select * from final

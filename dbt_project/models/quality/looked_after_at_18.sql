with

periods as (select * from {{ ref('stg_looked_after') }}),

persons as (select * from {{ ref('stg_person') }}),

councils as (select * from {{ ref('stg_council') }}),

final as (
    select periods.council_id, 'looked_after' as extract, periods.record_token, periods.child_key, periods.team
    from periods
    inner join persons on periods.council_id = persons.council_id and periods.child_key = persons.child_key
    inner join councils on periods.council_id = councils.council_id
    where
        {{ is_open_on('periods', 'councils.as_at_date') }}
        and {{ birthday('persons.date_of_birth', 18) }} <= councils.as_at_date
)

select * from final

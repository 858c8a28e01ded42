with

checks as (select * from {{ ref('int_health_spell') }} where kind = 'assessment'),

periods as (select * from {{ ref('stg_looked_after') }}),

councils as (select * from {{ ref('stg_council') }}),

final as (
    select distinct
        periods.council_id, 'looked_after' as extract, periods.record_token, periods.child_key, periods.team
    from checks
    inner join councils
        on checks.council_id = councils.council_id and {{ is_open_on('checks', 'councils.as_at_date') }}
    inner join periods
        on checks.council_id = periods.council_id
        and checks.child_key = periods.child_key
        and {{ is_open_on('periods', 'councils.as_at_date') }}
    where not checks.is_up_to_date
)

select * from final

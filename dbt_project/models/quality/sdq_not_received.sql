with

questionnaires as (select * from {{ ref('int_sdq_spell') }}),

periods as (select * from {{ ref('stg_looked_after') }}),

councils as (select * from {{ ref('stg_council') }}),

final as (
    select distinct
        periods.council_id, 'looked_after' as extract, periods.record_token, periods.child_key, periods.team
    from questionnaires
    inner join councils
        on questionnaires.council_id = councils.council_id
        and {{ is_open_on('questionnaires', 'councils.as_at_date') }}
    inner join periods
        on questionnaires.council_id = periods.council_id
        and questionnaires.child_key = periods.child_key
        and {{ is_open_on('periods', 'councils.as_at_date') }}
    where questionnaires.score is null
)

select * from final

with

findings as (select * from {{ ref('finding') }}),

endangered as (select * from {{ ref('rule_indicator') }} where doubts_value),

-- one row however many rules a child's record breaks; what names no child is one record
final as (
    select
        findings.council_id, endangered.indicator_id, findings.extract, findings.child_key,
        case when findings.child_key is null then findings.record_token end as record_token,
        count(*) as findings,
        bool_or(endangered.adds_cases) as adds_cases
    from findings
    inner join endangered on findings.rule_id = endangered.rule_id and findings.extract = endangered.extract
    group by
        findings.council_id, endangered.indicator_id, findings.extract, findings.child_key,
        case when findings.child_key is null then findings.record_token end
)

select * from final

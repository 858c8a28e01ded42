with

findings as (select * from {{ ref('finding') }}),

rules as (select * from {{ ref('quality_rule') }}),

final as (
    select
        findings.council_id, findings.gate, findings.rule_id, findings.extract, findings.team, findings.severity,
        rules.title, rules.owner_role,
        count(*) as findings
    from findings
    inner join rules on findings.rule_id = rules.rule_id
    group by
        findings.council_id, findings.gate, findings.rule_id, findings.extract, findings.team, findings.severity,
        rules.title, rules.owner_role
)

select * from final

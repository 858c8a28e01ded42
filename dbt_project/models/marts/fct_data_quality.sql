with

counts as (select * from {{ ref('finding_count') }}),

rules as (select * from {{ ref('quality_rule') }}),

final as (
    select
        counts.council_id, counts.gate, counts.rule_id, counts.extract, counts.team, counts.severity,
        rules.title, rules.owner_role,
        counts.as_at_date,
        cast(counts.findings as bigint) as findings,
        counts.records,
        round(100.0 * counts.findings / nullif(counts.records, 0), 2) as rate_per_100
    from counts
    inner join rules on counts.rule_id = rules.rule_id
)

select * from final

with

findings as (select * from {{ ref('finding') }}),

records as (select * from {{ source('raw', 'record') }}),

delivered as (select * from {{ ref('stg_extract_status') }}),

checked as (
    select council_id, extract, coalesce(team, 'not_known') as team, count(*) as records
    from records
    group by all
),

-- a record without a team of its own is its child's team's to put right, but was checked with the whole extract
whole as (select council_id, extract, sum(records) as records from checked group by all),

final as (
    select
        findings.council_id, findings.gate, findings.rule_id, findings.extract, findings.team, findings.severity,
        any_value(delivered.extract_date) as as_at_date,
        cast(count(*) as integer) as findings,
        cast(coalesce(any_value(checked.records), any_value(whole.records)) as integer) as records
    from findings
    left join delivered on findings.council_id = delivered.council_id and findings.extract = delivered.extract
    left join checked
        on findings.council_id = checked.council_id
        and findings.extract = checked.extract
        and findings.team = checked.team
    left join whole on findings.council_id = whole.council_id and findings.extract = whole.extract
    group by
        findings.council_id, findings.gate, findings.rule_id, findings.extract, findings.team, findings.severity
)

select * from final

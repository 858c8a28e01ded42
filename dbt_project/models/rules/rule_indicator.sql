with

rules as (select * from {{ ref('quality_rule') }}),

details as (select * from {{ ref('quality_rule_detail') }}),

indicators as (select * from {{ ref('indicator') }}),

-- a figure that rests on no extract is returned
resting as (
    select indicator_id, {{ items("coalesce(extracts, 'measure_return')") }} as extract from indicators
),

extracts as (select distinct extract from resting),

looked_at as (
    select rule_id, {{ items('extracts') }} as extract from rules where extracts <> 'all'
    union all
    select rules.rule_id, extracts.extract from rules cross join extracts where rules.extracts = 'all'
),

looking as (
    select
        rules.rule_id, rules.title, rules.severity, looked_at.extract, details.indicators,
        coalesce(details.doubts_value, rules.severity <> 'advisory') as doubts_value,
        coalesce(details.adds_cases, false) as adds_cases
    from rules
    inner join looked_at on rules.rule_id = looked_at.rule_id
    left join details on rules.rule_id = details.rule_id
),

final as (
    select rule_id, extract, {{ items('indicators') }} as indicator_id, title, severity, doubts_value, adds_cases
    from looking
    where indicators is not null
    union all
    select
        looking.rule_id, looking.extract, resting.indicator_id, looking.title, looking.severity, looking.doubts_value,
        looking.adds_cases
    from looking
    inner join resting on looking.extract = resting.extract
    where looking.indicators is null
)

select * from final

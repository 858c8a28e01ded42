with

measures as (
    select measures.measure_id, measures.council_id, frameworks.period_from
    from {{ ref('measure') }} as measures
    inner join {{ ref('framework') }} as frameworks on measures.framework_id = frameworks.framework_id
),

coverage as (select * from {{ ref('int_coverage') }} where indicator_id = 'cadence_kept_pct'),

rules as (
    select
        cadences.measure_id, coalesce(cadences.part, 'all') as part, cadences.unit, cadences.every,
        cadences.extract, cadences.evidence, measures.council_id, coverage.as_at_date,
        -- the first slot that lies wholly after the day before the rule holds
        {{ add_days("coalesce(cadences.valid_from, measures.period_from)", -1) }} as eve
    from {{ ref('cadence') }} as cadences
    inner join measures on cadences.measure_id = measures.measure_id
    inner join coverage on measures.council_id = coverage.council_id
),

begun as (
    select
        *,
        case unit
            {%- for unit in ['week', 'month', 'quarter'] %}
            when '{{ unit }}' then {{ add_days(period_end(unit, 'eve'), 1) }}
            {%- endfor %}
            else {{ add_days(period_end('financial_year', 'eve'), 1) }}
        end as first_day,
        every * case unit when 'week' then 1 when 'month' then 1 when 'quarter' then 3 else 12 end as step
    from rules
),

numbered as (
    select *, {{ numbers('0', 'greatest(1, (as_at_date - first_day) // (7 * every) + 1)') }} as slot_number
    from begun
),

slots as (
    select
        *,
        case unit
            when 'week' then {{ add_days('first_day', '7 * step * slot_number') }}
            else {{ add_months('first_day', 'step * slot_number') }}
        end as slot_start,
        case unit
            when 'week' then {{ add_days('first_day', '7 * step * (slot_number + 1) - 1') }}
            else {{ add_days(add_months('first_day', 'step * (slot_number + 1)'), -1) }}
        end as slot_end
    from numbered
),

evidence as (select * from {{ ref('int_cadence_evidence') }}),

-- a slot that is not over is neither kept nor missed
final as (
    select
        slots.council_id, slots.measure_id, slots.part, slots.slot_start, slots.slot_end,
        count(evidence.held_date) > 0 as is_kept
    from slots
    left join evidence
        on slots.council_id = evidence.council_id
        and slots.extract = evidence.extract
        and lower(slots.evidence) = evidence.evidence
        and evidence.held_date between slots.slot_start and slots.slot_end
    where slots.slot_end <= slots.as_at_date
    group by slots.council_id, slots.measure_id, slots.part, slots.slot_start, slots.slot_end
)

select * from final

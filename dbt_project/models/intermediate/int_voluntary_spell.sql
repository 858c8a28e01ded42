with

care as (select * from {{ ref('int_care_spell') }}),

statuses as (
    select *, legal_status_key as sort_key
    from {{ ref('stg_legal_status') }}
    where legal_status_group = 'voluntary' and (to_date is null or to_date > from_date)
),

plans as (
    select * from {{ ref('stg_permanence') }} where to_date is null or to_date > from_date
),

voluntary as (
    {{ merge_spells('statuses', ['council_id', 'child_key']) }}
),

looked_after as (
    select care.council_id, care.child_key, care.team, {{ shared_spell('care', 'voluntary') }}
    from care
    inner join voluntary
        on care.council_id = voluntary.council_id
        and care.child_key = voluntary.child_key
        and {{ spells_meet('care', 'voluntary') }}
),

final as (
    select council_id, child_key, team, from_date, to_date, is_covered as has_permanence_plan
    from ({{ cut_spells('looked_after', 'plans') }}) as cut
)

select * from final

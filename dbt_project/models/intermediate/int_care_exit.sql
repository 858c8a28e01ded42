with

care as (select * from {{ ref('int_care_spell') }} where to_date is not null),

placements as (select * from {{ ref('int_placement_spell') }}),

continuing as (select * from {{ ref('int_throughcare_spell') }} where support_type = 'continuing_care'),

persons as (select * from {{ ref('stg_person') }}),

limits as (select * from {{ ref('int_threshold') }}),

final as (
    select
        care.council_id, care.child_key, care.team, care.from_date, care.to_date as ceased_date,
        placements.placement_group,
        count(continuing.child_key) > 0 as entered_continuing_care
    from care
    inner join persons
        on care.council_id = persons.council_id
        and care.child_key = persons.child_key
        and care.to_date >= {{ birthday('persons.date_of_birth', 16) }}
    left join placements
        on care.council_id = placements.council_id
        and care.child_key = placements.child_key
        and {{ is_open_on('placements', add_days('care.to_date', -1)) }}
    left join limits
        on {{ is_threshold('limits', 'continuing_care_entry', 'care.council_id', 'care.to_date') }}
    left join continuing
        on care.council_id = continuing.council_id
        and care.child_key = continuing.child_key
        and continuing.from_date >= {{ add_days('care.to_date', -1) }}
        and continuing.from_date <= {{ after('care.to_date', 'limits') }}
    group by all
)

select * from final

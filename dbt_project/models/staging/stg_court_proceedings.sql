with

proceedings as (select * from {{ source('raw', 'court_proceedings') }}),

stages as (select * from {{ ref('stg_code') }} where code_list = 'proceedings_stage'),

homes as (select * from {{ ref('stg_code') }} where code_list = 'living_with'),

final as (
    select
        proceedings.council_id,
        proceedings.proceedings_key,
        proceedings.child_key,
        stages.code_group as stage_group,
        proceedings.started_date as from_date,
        proceedings.ended_date as to_date,
        proceedings.outcome,
        proceedings.living_with,
        homes.code_group as living_with_group,
        proceedings.team,
        proceedings.record_token
    from proceedings
    left join stages on proceedings.council_id = stages.council_id and proceedings.stage = stages.code
    left join homes on proceedings.council_id = homes.council_id and proceedings.living_with = homes.code
)

select * from final

with

workers as (select * from {{ source('raw', 'worker') }}),

codes as (select * from {{ ref('stg_code') }} where code_list = 'worker_role'),

final as (
    select
        workers.council_id,
        workers.worker_key,
        workers.role,
        codes.code_group as role_group,
        workers.team,
        workers.qualified_date,
        workers.fte,
        workers.started_date as from_date,
        -- the source names the last day in the role; a spell here ends on the first day it no longer holds
        {{ add_days('workers.ended_date', 1) }} as to_date,
        workers.record_token
    from workers
    left join codes on workers.council_id = codes.council_id and workers.role = codes.code
)

select * from final

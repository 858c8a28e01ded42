with

registrations as (select * from {{ source('raw', 'registration') }}),

codes as (select * from {{ ref('stg_code') }} where code_list = 'registration_type'),

reasons as (select * from {{ ref('stg_code') }} where code_list = 'deregistration_reason'),

final as (
    select
        registrations.council_id,
        registrations.registration_key,
        registrations.child_key,
        coalesce(codes.code_group = 'transfer', false) as is_transfer_in,
        registrations.registered_date as from_date,
        registrations.deregistered_date as to_date,
        registrations.deregistration_reason,
        reasons.code_group as deregistration_group,
        registrations.concerns,
        registrations.team,
        registrations.recorded_date,
        registrations.earlier_registrations,
        registrations.last_deregistered_date,
        registrations.registration_key as sort_key,
        registrations.record_token
    from registrations
    left join codes on registrations.council_id = codes.council_id and registrations.registration_type = codes.code
    left join reasons
        on registrations.council_id = reasons.council_id and registrations.deregistration_reason = reasons.code
)

select * from final

with

registrations as (select * from {{ ref('int_registration_spell') }}),

concerns as (select * from {{ ref('int_registration_concern') }}),

final as (
    {{ measure_state(['cpr_children', 'cpr_rate'], 'registrations') }}
    union all
    {{ measure_state('cpr_substance_use', 'concerns', where="concern_group = 'substance_use'") }}
    union all
    {{ measure_state('cpr_domestic_abuse', 'concerns', where="concern_group = 'domestic_abuse'") }}
    union all
    {{ measure_event(
        ['cpr_registrations', 'cpr_registration_rate'], 'registrations', 'from_date', where='not is_transfer_in',
        subject='registration_key'
    ) }}
    union all
    {{ measure_event(
        'cpr_deregistrations', 'registrations', 'to_date', where='to_date is not null', subject='registration_key'
    ) }}
)

select * from final

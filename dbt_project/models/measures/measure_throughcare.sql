with

throughcare as (select * from {{ ref('int_throughcare_spell') }}),

final as (
    {{ measure_state('continuing_care', 'throughcare', where="support_type = 'continuing_care'") }}
    union all
    {{ measure_state('aftercare', 'throughcare', where="support_type = 'aftercare'") }}
)

select * from final

with

open_work as (select * from {{ ref('int_supported_spell') }}),

final as (
    {{ measure_state('children_supported', 'open_work') }}
    union all
    {{ measure_state('allocated_pct', 'open_work', numerator='cast(is_allocated as integer)', denominator='1') }}
)

select * from final

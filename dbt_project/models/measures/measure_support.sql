with

open_work as (select * from {{ ref('int_supported_spell') }} where not is_allocated),

allocated as (select * from {{ ref('int_supported_spell') }} where is_allocated),

final as (
    {{ measure_state('children_supported', 'open_work') }}
    union all
    {{ measure_state('allocated_pct', 'open_work', numerator='0', denominator='1') }}
    union all
    -- the same children once more, for as long as a worker holds them
    {{ measure_state('allocated_pct', 'allocated', denominator='0') }}
)

select * from final

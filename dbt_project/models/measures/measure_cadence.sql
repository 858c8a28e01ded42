with

slots as (select *, cast(null as varchar) as team from {{ ref('int_cadence_slot') }}),

final as (
    {{ measure_event(
        'cadence_kept_pct', 'slots', 'slot_end', child='null', band='measure_id',
        subject="concat(measure_id, ':', part, ':', cast(slot_start as varchar))",
        numerator='cast(is_kept as integer)', denominator='1'
    ) }}
)

select * from final

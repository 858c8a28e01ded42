with

absences as (
    select *, absence_key as sort_key from {{ ref('stg_sickness') }}
    where to_date is null or to_date > from_date
),

final as (
    {{ merge_spells('absences', ['council_id', 'worker_key'], latest=['record_token', 'extract_date']) }}
)

select * from final

{{ config(materialized='table') }}

-- kept, because each breakdown reads it once: only what counting needs
select
    council_id, indicator_id, shape, period_id, day,
    direction * numerator as numerator, direction * denominator as denominator,
    {{ breakdowns() | join(', ') }}
from {{ ref('measure_movement') }}

-- A maximum or a median is taken of cases, which change their age band meanwhile: the registry lists none for them.
select indicator_id
from {{ ref('indicator') }}
where {{ is_order_statistic('kind') }} and breakdowns like '%age_band%'

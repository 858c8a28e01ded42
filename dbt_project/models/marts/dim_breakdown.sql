with

indexed as (
    select distinct council_id, breakdown, category from {{ ref('measure_series') }}
    union
    select council_id, 'all', 'all' from {{ ref('int_measure_return') }}
),

codes as (select * from {{ ref('stg_code') }}),

age_bands as (select * from {{ ref('age_band') }}),

-- a band that two indicators call differently is called what it is
value_bands as (
    select
        band, min(position) as position,
        case when count(distinct label) = 1 then min(label) else {{ words('band') }} end as label
    from {{ ref('value_band') }}
    group by band
),

plan_bands as (select * from {{ ref('int_plan_band') }}),

flags as (
    select 'disability' as breakdown
    union all
    select 'asylum_seeking' as breakdown
),

labels as (
    select council_id, code_list as breakdown, code as category, label, 0 as position from codes where code_list = 'sex'
    union all
    select codes.council_id, flags.breakdown, codes.code, codes.label, 0
    from codes
    cross join flags
    where codes.code_list = 'yes_no'
    union all
    select distinct indexed.council_id, 'age_band', age_bands.age_band, age_bands.label, age_bands.position
    from indexed cross join age_bands
    union all
    select distinct indexed.council_id, 'band', value_bands.band, value_bands.label, value_bands.position
    from indexed cross join value_bands
    union all
    select council_id, 'band', band, label, 0 from plan_bands
),

final as (
    select
        indexed.council_id, indexed.breakdown, indexed.category,
        -- a team, a locality and a group of codes are called what they are
        coalesce(
            labels.label,
            case
                when indexed.breakdown in ('team', 'locality') and indexed.category <> 'not_known' then indexed.category
                else {{ words('indexed.category') }}
            end
        ) as label,
        coalesce(labels.position, 0) as position
    from indexed
    left join labels
        on indexed.council_id = labels.council_id
        and indexed.breakdown = labels.breakdown
        and indexed.category = labels.category
)

select * from final

with

care as (select * from {{ ref('int_care_spell') }}),

persons as (select * from {{ ref('stg_person') }}),

limits as (select * from {{ ref('int_threshold') }}),

-- the day on which the child has been looked after for long, and the birthday on which the measure lets go
final as (
    select
        care.council_id, care.child_key, care.team,
        care.from_date as care_from_date,
        {{ add_months('care.from_date', 'long_care.value') }} as from_date,
        least(
            coalesce(care.to_date, {{ far_future() }}),
            coalesce({{ birthday('persons.date_of_birth', 'oldest.value') }}, {{ far_future() }})
        ) as to_date
    from care
    left join persons on care.council_id = persons.council_id and care.child_key = persons.child_key
    inner join limits as long_care
        on care.council_id = long_care.council_id
        and long_care.threshold_id = 'long_care_months'
        and {{ is_open_on('long_care', 'care.from_date') }}
    inner join limits as oldest
        on care.council_id = oldest.council_id
        and oldest.threshold_id = 'long_care_age'
        and {{ is_open_on('oldest', 'care.from_date') }}
)

select * from final where to_date > from_date

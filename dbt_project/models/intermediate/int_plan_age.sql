with

plans as (select * from {{ ref('int_registration_history') }} where nation = 'england'),

aged as (select *, {{ add_months('from_date', 24) }} as two_years_date from plans),

final as (
    select
        council_id, child_key, registration_key, team, false as is_two_years,
        from_date, least(two_years_date, to_date) as to_date
    from aged
    union all
    select council_id, child_key, registration_key, team, true, two_years_date, to_date
    from aged
    where to_date is null or to_date > two_years_date
)

select * from final

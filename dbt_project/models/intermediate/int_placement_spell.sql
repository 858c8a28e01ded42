with

placements as (select * from {{ ref('stg_placement') }}),

-- of several that start on one day the one entered last is right; the key settles what is left
ranked as (
    select
        *,
        row_number() over (
            partition by council_id, child_key, from_date
            order by coalesce(recorded_date, from_date) desc, placement_key desc
        ) as precedence
    from placements
    where to_date is null or to_date > from_date
),

final as (
    select
        council_id,
        child_key,
        placement_key,
        placement_type,
        placement_group,
        placement_trait,
        provider_group,
        in_council_area,
        setting_key,
        admission_type,
        distance_miles,
        is_home_unknown,
        from_date,
        nullif(
            least(
                coalesce(to_date, {{ far_future() }}),
                coalesce(
                    lead(from_date) over (partition by council_id, child_key order by from_date), {{ far_future() }}
                )
            ),
            {{ far_future() }}
        ) as to_date
    from ranked
    where precedence = 1
)

select * from final

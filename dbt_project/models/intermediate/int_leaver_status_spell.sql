{{ config(materialized='table') }}

with

statuses as (select * from {{ ref('stg_care_leaver_status') }}),

limits as (select * from {{ ref('int_threshold') }} where threshold_id = 'leaver_status_holds'),

-- of several records of one day the key settles which counts
ranked as (
    select
        *,
        row_number() over (
            partition by council_id, child_key, status_date order by care_leaver_status_key desc
        ) as precedence
    from statuses
),

final as (
    select
        ranked.council_id, ranked.child_key, ranked.team, ranked.activity_group, ranked.accommodation_group,
        ranked.accommodation_suitable, ranked.status_date as from_date,
        least(
            {{ after('ranked.status_date', 'limits') }},
            lead(ranked.status_date) over (
                partition by ranked.council_id, ranked.child_key order by ranked.status_date
            )
        ) as to_date
    from ranked
    inner join limits
        on ranked.council_id = limits.council_id and {{ is_open_on('limits', 'ranked.status_date') }}
    where ranked.precedence = 1
)

select * from final

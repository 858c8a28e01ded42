with

households as (select * from {{ ref('stg_carer_household') }} where approved_date is not null and ended_date is null),

limits as (select * from {{ ref('int_threshold') }}),

final as (
    select
        households.council_id, 'carer_household' as extract, households.record_token,
        cast(null as varchar) as child_key, cast(null as varchar) as team
    from households
    inner join limits
        on {{ is_threshold('limits', 'carer_review_months', 'households.council_id', 'households.extract_date') }}
    where
        {{ add_months('coalesce(households.reviewed_date, households.approved_date)', 'limits.value') }}
        < households.extract_date
)

select * from final

with

support as (select * from {{ ref('stg_family_support') }}),

limits as (select * from {{ ref('int_threshold') }}),

final as (
    select support.council_id, 'family_support' as extract, support.record_token, support.child_key, support.team
    from support
    inner join limits
        on {{ is_threshold('limits', 'support_open_months', 'support.council_id', 'support.extract_date') }}
    where support.to_date is null and {{ add_months('support.from_date', 'limits.value') }} <= support.extract_date
)

select * from final

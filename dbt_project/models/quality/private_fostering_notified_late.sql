with

arrangements as (select * from {{ ref('stg_private_fostering') }}),

limits as (select * from {{ ref('int_threshold') }}),

final as (
    select
        arrangements.council_id, 'private_fostering' as extract, arrangements.record_token, arrangements.child_key,
        arrangements.team
    from arrangements
    inner join limits
        on {{ is_threshold(
            'limits', 'private_fostering_notice_days', 'arrangements.council_id', 'arrangements.from_date'
        ) }}
    where arrangements.notified_date > {{ add_days('arrangements.from_date', 'limits.value') }}
)

select * from final

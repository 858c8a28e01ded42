with

choices as (select * from {{ ref('stg_self_directed_support') }} where to_date is null or to_date > from_date),

boundaries as (
    select council_id, family_key, from_date as boundary_date from choices
    union
    select council_id, family_key, coalesce(to_date, {{ far_future() }}) from choices
),

stretches as (
    select
        council_id,
        family_key,
        boundary_date as from_date,
        nullif(
            lead(boundary_date) over (partition by council_id, family_key order by boundary_date), {{ far_future() }}
        ) as to_date
    from boundaries
),

final as (
    select
        stretches.council_id,
        stretches.family_key,
        stretches.from_date,
        stretches.to_date,
        coalesce(bool_or(choices.option_group = 'option_1'), false) as is_option_1
    from stretches
    inner join choices
        on stretches.council_id = choices.council_id
        and stretches.family_key = choices.family_key
        and {{ is_open_on('choices', 'stretches.from_date') }}
    where stretches.from_date < {{ far_future() }}
    group by stretches.council_id, stretches.family_key, stretches.from_date, stretches.to_date
)

select * from final

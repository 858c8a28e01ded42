with

registered as (select * from {{ ref('team') }}),

-- teams that only the extracts name
named as (
    select council_id, category as team from {{ ref('dim_breakdown') }}
    where breakdown = 'team' and category <> 'not_known'
),

final as (
    select
        coalesce(registered.council_id, named.council_id) as council_id,
        coalesce(registered.team, named.team) as team,
        coalesce(registered.team_name, named.team) as team_name,
        registered.service,
        registered.team is not null as is_registered,
        named.team is not null as has_figures
    from registered
    full outer join named on registered.council_id = named.council_id and registered.team = named.team
)

select * from final

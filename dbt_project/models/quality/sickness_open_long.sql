with

absences as (select * from {{ ref('int_absence_spell') }} where to_date is null),

limits as (select * from {{ ref('int_threshold') }}),

holders as (select * from {{ ref('int_post_spell') }} where worker_key is not null),

teams as (
    select council_id, worker_key, max_by(team, from_date) as team
    from holders
    group by council_id, worker_key
),

final as (
    select
        absences.council_id, 'sickness' as extract, absences.record_token, cast(null as varchar) as child_key,
        teams.team
    from absences
    inner join limits
        on {{ is_threshold('limits', 'sickness_months', 'absences.council_id', 'absences.extract_date') }}
    left join teams on absences.council_id = teams.council_id and absences.worker_key = teams.worker_key
    where {{ add_months('absences.from_date', 'limits.value') }} < absences.extract_date
)

select * from final

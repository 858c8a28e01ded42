with

allocations as (
    {{ records_of('allocation') }}
),

workers as (
    {{ records_of('worker') }}
),

held as (select * from {{ ref('int_case_held') }}),

caseloads as (select * from {{ ref('int_caseload_spell') }} where to_date is null and cases > case_limit),

posts as (
    select
        council_id, worker_key, bool_or(is_open) as is_in_post, max_by(team, from_date) as team,
        sum(case when is_open then fte end) as fte
    from workers
    group by council_id, worker_key
),

open_work as (
    select
        allocations.*, posts.team as worker_team, posts.is_in_post, held.primary_workers, held.workers,
        coalesce(allocations.from_date < max(coalesce(allocations.to_date, {{ far_future() }})) over (
            partition by allocations.council_id, allocations.child_key, allocations.worker_key
            order by allocations.from_date, allocations.to_date rows between unbounded preceding and 1 preceding
        ) and allocations.worker_key is not null, false) as overlaps_earlier
    from allocations
    left join held on {{ same_child('allocations', 'held') }}
    left join posts on allocations.council_id = posts.council_id and allocations.worker_key = posts.worker_key
),

holders as (select distinct council_id, worker_key from open_work where is_open and worker_key is not null),

staff as (
    select
        workers.*, posts.is_in_post, posts.fte as whole_fte,
        holders.worker_key is not null as holds_cases, caseloads.cases is not null as is_over_limit,
        -- what is wrong with somebody's work is one finding, however many posts they have had
        row_number() over (
            partition by workers.council_id, workers.worker_key
            order by workers.from_date desc, workers.record_token asc
        ) = 1 as is_latest,
        coalesce(workers.from_date < max(coalesce(workers.to_date, {{ far_future() }})) over (
            partition by workers.council_id, workers.worker_key order by workers.from_date, workers.to_date
            rows between unbounded preceding and 1 preceding
        ), false) as overlaps_earlier
    from workers
    left join posts on workers.council_id = posts.council_id and workers.worker_key = posts.worker_key
    left join holders on workers.council_id = holders.council_id and workers.worker_key = holders.worker_key
    left join caseloads on workers.council_id = caseloads.council_id and workers.worker_key = caseloads.worker_key
),

final as (
    {%- for rule, extract, relation, where, child in [
        ('two_primary_workers', 'allocation', 'open_work', 'is_open and is_primary and primary_workers > 1', 'child_key'),
        ('no_primary_worker', 'allocation', 'open_work', 'is_open and worker_key is not null and primary_workers = 0', 'child_key'),
        ('waiting_too_long', 'allocation', 'open_work', 'is_open and worker_key is null and workers = 0 and '
            ~ is_overdue('waiting_too_long', 'from_date', 'as_at_date'), 'child_key'),
        ('held_in_another_team', 'allocation', 'open_work', 'is_open and is_in_post and team <> worker_team', 'child_key'),
        ('overlapping_allocations', 'allocation', 'open_work', 'overlaps_earlier', 'child_key'),
        ('left_with_cases', 'worker', 'staff', 'is_latest and not is_in_post and holds_cases', 'null'),
        ('caseload_over_limit', 'worker', 'staff', 'is_latest and is_over_limit', 'null'),
        ('cases_without_hours', 'worker', 'staff', 'is_open and coalesce(fte, 0) = 0 and holds_cases', 'null'),
        ('more_than_full_time', 'worker', 'staff', 'is_latest and whole_fte > ' ~ threshold_of('more_than_full_time'), 'null'),
        ('qualification_missing', 'worker', 'staff', "is_open and role_group = 'caseload' and qualified_date is null", 'null'),
        ('overlapping_posts', 'worker', 'staff', 'overlaps_earlier', 'null')
    ] %}
    {{ case_rule(rule, extract, relation, where, child=child) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from final

with

checks as (select * from {{ ref('stg_health') }}),

persons as (select * from {{ ref('stg_person') }}),

limits as (select * from {{ ref('int_threshold') }} where threshold_id = 'health_year'),

done as (
    select distinct
        checks.council_id, checks.child_key,
        case when checks.check_group = 'dental' then 'dental' else 'assessment' end as kind,
        checks.done_date as from_date,
        {{ after('checks.done_date', 'limits') }} as to_date,
        {{ birthday('persons.date_of_birth', 5) }} as fifth_birthday
    from checks
    inner join limits
        on checks.council_id = limits.council_id and {{ is_open_on('limits', 'checks.done_date') }}
    left join persons on checks.council_id = persons.council_id and checks.child_key = persons.child_key
    where checks.done_date is not null and checks.check_group in ('initial', 'review', 'dental')
),

-- a child under 5 needs two in the year: the second counts as long as the first does
paired as (
    select *, lag(to_date) over (partition by council_id, child_key, kind order by from_date) as first_to_date
    from done
),

yearly as (
    select council_id, child_key, kind, from_date, to_date
    from done
    where kind = 'dental'
    union all
    select council_id, child_key, kind, greatest(from_date, coalesce(fifth_birthday, from_date)), to_date
    from paired
    where kind = 'assessment'
    union all
    select council_id, child_key, kind, from_date, least(first_to_date, fifth_birthday)
    from paired
    where kind = 'assessment' and first_to_date is not null
),

immunised as (
    select council_id, child_key, 'immunisation' as kind, min(done_date) as from_date, cast(null as date) as to_date
    from checks
    where check_group = 'immunisation' and done_date is not null
    group by council_id, child_key
),

overdue as (
    select council_id, child_key, {{ add_days('due_date', 1) }} as from_date, done_date as to_date
    from checks
    where check_group = 'immunisation' and (done_date is null or done_date > {{ add_days('due_date', 1) }})
),

final as (
    select * from yearly where to_date > from_date
    union all
    select council_id, child_key, kind, from_date, to_date
    from ({{ cut_spells('immunised', 'overdue', carried=['kind']) }}) as cut
    where not is_covered
)

select * from final

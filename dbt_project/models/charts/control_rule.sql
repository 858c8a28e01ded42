with

points as (select * from {{ ref('control_stretch') }}),

limits as (select * from {{ ref('control_limit') }}),

-- nine decimals: what a double cannot hold exactly must not put a point off the mean
placed as (
    select
        points.*,
        limits.points, limits.mean, limits.lower_limit, limits.upper_limit, limits.range_limit,
        sign(round(points.value - limits.mean, 9)) as side,
        sign(round(points.step_size, 9)) as step,
        case
            when round(points.value, 9) > limits.upper_limit then 1
            when round(points.value, 9) < limits.lower_limit then -1
            else 0
        end as outside,
        case
            when round(points.value, 9) > limits.upper_near_limit then 1
            when round(points.value, 9) < limits.lower_near_limit then -1
            else 0
        end as near
    from points
    inner join limits
        on points.council_id = limits.council_id
        and points.indicator_id = limits.indicator_id
        and points.rebase_group = limits.rebase_group
),

completed as (
    select
        *,
        -- seven points in one direction are six steps
        {{ run_completes('step', 6) }} as trend_ends,
        {{ run_completes('side', 7) }} as shift_ends,
        case
            when abs(sum(near) {{ spc_window('2 preceding and current row') }}) >= 2
                then {{ run_completes('side', 3) }}
            else 0
        end as near_ends
    from placed
),

final as (
    select
        *,
        {{ member_of_run('trend_ends', 7) }} as trend,
        {{ member_of_run('shift_ends', 7) }} as shift,
        case when near = {{ member_of_run('near_ends', 3) }} then near else 0 end as two_of_three
    from completed
)

select * from final

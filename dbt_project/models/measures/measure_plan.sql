with

actions as (select * from {{ ref('int_action_status_spell') }}),

movements as (select * from {{ ref('int_action_movement') }}),

milestones as (select * from actions where measure_id is not null),

{%- set of_action = {'subject': "concat(framework_id, ':', action_key)", 'child': 'null', 'team': 'null'} %}

final as (
    {{ measure_state('plan_actions', 'actions', band=plan_status('framework_id', 'status'), **of_action) }}
    union all
    {{ measure_state('plan_actions_total', 'actions', band='framework_id', **of_action) }}
    union all
    {{ measure_state(
        'plan_actions_overdue', 'actions', where='overdue_from_date is not null', band='framework_id',
        from_date='overdue_from_date', **of_action
    ) }}
    union all
    {{ measure_event(
        'plan_action_movements', 'movements', 'moved_date',
        band=plan_movement('framework_id', 'from_status', 'to_status'), **of_action
    ) }}
    union all
    {{ measure_state(
        'milestone_complete_pct', 'milestones', band='measure_id', numerator='is_complete', denominator='1', **of_action
    ) }}
    union all
    -- those that are not complete count nothing, so that a measure of which none is complete has 0
    {{ measure_state('milestones_completed', 'milestones', band='measure_id', numerator='is_complete', **of_action) }}
)

select * from final

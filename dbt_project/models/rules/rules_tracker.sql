with

councils as (select * from {{ ref('stg_council') }}),

complaints as (
    select complaints.*, councils.office_as_at_date
    from {{ ref('stg_complaint') }} as complaints
    inner join councils on complaints.council_id = councils.council_id
),

audits as (select * from {{ ref('stg_case_audit') }}),

persons as (select * from {{ ref('stg_person') }}),

graded as (
    select
        audits.*,
        audits.child_key is not null and persons.child_key is null as is_of_unknown_child,
        row_number() over (
            partition by audits.council_id, audits.audit_key order by audits.record_token
        ) as part_number,
        bool_or(audits.domain_group = 'overall') over (
            partition by audits.council_id, audits.audit_key
        ) as has_overall_grade,
        bool_and(audits.scale_group = 'graded') over (
            partition by audits.council_id, audits.audit_key
        ) as is_graded_throughout
    from audits
    left join persons on {{ same_child('audits', 'persons') }}
),

audited as (select distinct council_id, audit_key from audits),

audit_actions as (
    select actions.*, audited.audit_key is null as is_of_unknown_audit
    from {{ ref('stg_audit_action') }} as actions
    left join audited on actions.council_id = audited.council_id and actions.audit_key = audited.audit_key
),

plan_actions as (select * from {{ ref('stg_improvement_action') }}),

final as (
    {%- for rule, extract, relation, where, child, team in [
        ('complaint_unanswered', 'complaint', 'complaints', 'to_date is null and '
            ~ is_overdue('complaint_unanswered', 'from_date', 'office_as_at_date'), 'child_key', 'team'),
        ('complaint_closed_without_finding', 'complaint', 'complaints',
            'to_date is not null and finding is null', 'child_key', 'team'),
        ('complaint_without_learning', 'complaint', 'complaints',
            'to_date is not null and ' ~ is_not_recorded('learning_recorded'), 'child_key', 'team'),
        ('audit_without_overall_grade', 'case_audit', 'graded',
            'is_graded_throughout and part_number = 1 and not coalesce(has_overall_grade, false)', 'child_key', 'team'),
        ('audit_of_unknown_child', 'case_audit', 'graded', 'is_of_unknown_child and part_number = 1', 'child_key', 'team'),
        ('audit_action_of_unknown_audit', 'audit_action', 'audit_actions', 'is_of_unknown_audit', 'null', 'team'),
        ('audit_action_without_day', 'audit_action', 'audit_actions', 'due_date is null and to_date is null', 'null', 'team'),
        ('action_without_owner', 'improvement_action', 'plan_actions', 'owner_role is null', 'null', 'null'),
        ('action_without_day', 'improvement_action', 'plan_actions', 'due_date is null', 'null', 'null')
    ] %}
    {{ case_rule(rule, extract, relation, where, child=child, team=team) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from final

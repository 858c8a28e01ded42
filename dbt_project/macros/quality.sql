{#- The rows that start while an earlier row of the same child is still open, as findings of `extract`. -#}
{% macro overlapping_rows(relation, extract, team) -%}
    select council_id, '{{ extract }}' as extract, record_token, child_key, {{ team }} as team
    from (
        select
            *,
            max(coalesce(to_date, {{ far_future() }})) over (
                partition by council_id, child_key order by from_date, to_date, sort_key
                rows between unbounded preceding and 1 preceding
            ) as reached_date
        from {{ relation }}
    ) as placed
    where from_date < reached_date
{%- endmacro %}

{#-
  The records of an extract beside the day up to which its council is known: `as_at_date`, and for spells whether they
  are open on it. What an office sends has a day of its own, `extract_date`.
-#}
{% macro records_of(extract, spell=true) -%}
    select
        records.*, councils.nation, councils.as_at_date
        {%- if spell %}, {{ is_open_on('records', 'councils.as_at_date') }} as is_open {%- endif %}
    from {{ ref('stg_' ~ extract) }} as records
    inner join {{ ref('stg_council') }} as councils on records.council_id = councils.council_id
{%- endmacro %}

{#-
  The findings of one rule: records of `relation`, `where` they break it. One call adds a rule; its words, owner and
  severity stand in quality_rule.csv. Columns a relation does not have are passed as SQL, e.g. `team="null"`.
-#}
{% macro case_rule(rule, extract, relation, where, child="child_key", team="team", token="record_token") -%}
    select
        '{{ rule }}' as rule_id, council_id, {{ "'" ~ extract ~ "'" if extract != 'extract' else 'extract' }} as extract,
        {{ token }} as record_token, {{ child }} as child_key, {{ team }} as team
    from {{ relation }}
    where {{ where }}
{%- endmacro %}

{#- The threshold of a rule in quality_rule_detail.csv, such as a number of days. -#}
{% macro threshold_of(rule) -%}
    (select threshold from {{ ref('quality_rule_detail') }} where rule_id = '{{ rule }}')
{%- endmacro %}

{#- True where `day` lies more than the rule's threshold of days before `until`. -#}
{% macro is_overdue(rule, day, until) -%}
    {{ add_days(day, threshold_of(rule)) }} < {{ until }}
{%- endmacro %}

{#- True of what was entered late in the three months before the as-at day: longer ago, nobody can better it. -#}
{% macro is_entered_late(rule, day) -%}
    recorded_date > {{ add_months('as_at_date', -3) }} and {{ is_overdue(rule, day, 'recorded_date') }}
{%- endmacro %}

{#- True where two relations are about one child of one council. -#}
{% macro same_child(left, right) -%}
    ({{ left }}.council_id = {{ right }}.council_id and {{ left }}.child_key = {{ right }}.child_key)
{%- endmacro %}

{#- True where a personal characteristic says nothing: staging writes U or not_known for empty, gate 1 unmapped. -#}
{% macro is_not_recorded(column) -%}
    ({{ column }} is null or {{ column }} in ('U', 'not_known', 'unmapped'))
{%- endmacro %}

{#-
  Findings with their severity, team, place in the delivered file and the as-at days of first and last sight. A rule
  says nothing of days outside its years.
-#}
{% macro placed_findings(findings) -%}
    select
        findings.gate, findings.council_id, findings.extract, findings.rule_id,
        coalesce(findings.severity, rules.severity) as severity,
        findings.record_token, findings.child_key,
        coalesce(findings.team, teams.team, 'not_known') as team,
        coalesce(known.first_seen_date, delivered.extract_date) as first_seen_date,
        delivered.extract_date as last_seen_date,
        findings.column_name,
        coalesce(findings.load_id, places.load_id) as load_id,
        coalesce(findings.source_file, places.source_file) as source_file,
        findings.source_sheet,
        coalesce(findings.source_row, places.source_row) as source_row
    from {{ findings }} as findings
    left join {{ ref('quality_rule') }} as rules on findings.rule_id = rules.rule_id
    left join {{ ref('quality_rule_detail') }} as details on findings.rule_id = details.rule_id
    left join {{ ref('int_child_team') }} as teams on {{ same_child('findings', 'teams') }}
    left join {{ ref('stg_extract_status') }} as delivered
        on findings.council_id = delivered.council_id and findings.extract = delivered.extract
    left join {{ source('raw', 'record') }} as places
        on findings.council_id = places.council_id
        and findings.extract = places.extract
        and findings.record_token = places.record_token
    left join {{ ref('int_first_seen') }} as known
        on findings.council_id = known.council_id
        and findings.rule_id = known.rule_id
        and findings.extract = known.extract
        and findings.record_token is not distinct from known.record_token
    where
        coalesce(delivered.extract_date >= details.valid_from, true)
        and coalesce(delivered.extract_date <= details.valid_to, true)
{%- endmacro %}

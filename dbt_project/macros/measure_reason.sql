{#- Why a measure of a plan has no figure, in words; empty where it has one. -#}
{% macro measure_reason() -%}
    case explained.reason_code
        when 'shown_by_evidence' then concat('An outcome is judged by what is observed of it: ', explained.evidence)
        when 'awaiting_return' then 'Its owner has returned no figure yet'
        when 'qualitative_action' then 'The plan describes a piece of work and asks for no figure'
        when 'value_in_words' then 'The plan gives its finding in words, not as a figure'
        when 'not_computed' then concat('Not computed by this version: ', coalesce(explained.indicator_id, 'no indicator'))
        when 'no_base' then 'There is no figure from which the change could be counted'
        when 'not_yet_due' then 'Nothing of it was due yet: its first week, month, quarter or year is not over'
        when 'not_observed' then 'No case and no return falls under it'
        else case when explained.reason_code is not null then coalesce(explained.status_reason, explained.reason_code) end
    end
{%- endmacro %}

{#- Fails for every spell of one `keys` that starts before an earlier one has ended. -#}
{% test spells_do_not_overlap(model, keys, where="true") %}

with

placed as (
    select
        {{ keys | join(', ') }}, from_date,
        max(coalesce(to_date, {{ far_future() }})) over (
            partition by {{ keys | join(', ') }} order by from_date, to_date
            rows between unbounded preceding and 1 preceding
        ) as reached_date
    from {{ model }}
    where {{ where }}
)

select * from placed
where from_date < reached_date

{% endtest %}

with

persons as (
    {{ records_of('person', spell=false) }}
),

seen as (
    select
        council_id, child_key, min(from_date) as first_date, bool_or(is_open) as has_open_record,
        bool_or(is_open and extract = 'looked_after') as is_looked_after,
        bool_or(is_open and extract = 'registration') as is_registered
    from {{ ref('int_record_spell') }}
    group by council_id, child_key
),

referred as (
    select council_id, child_key, min(received_date) as first_date
    from {{ ref('stg_referral') }}
    group by council_id, child_key
),

noticed as (
    select
        persons.*, seen.has_open_record, seen.is_looked_after, seen.is_registered,
        coalesce(referred.first_date, seen.first_date) as noticed_date
    from persons
    left join seen on {{ same_child('persons', 'seen') }}
    left join referred on {{ same_child('persons', 'referred') }}
),

-- twins come to notice on one day; one child with two numbers comes twice
cases as (
    select
        *,
        date_of_birth is not null and has_open_record
        and min(case when has_open_record then noticed_date end) over (
            partition by council_id, date_of_birth, sex, locality, ethnic_group, disability, asylum_seeking
        ) < noticed_date as looks_like_an_earlier_child
    from noticed
),

final as (
    {%- set is_born_and_open = 'has_open_record and date_of_birth is not null and ' %}
    {%- for rule, where in [
        ('sex_not_recorded', is_born_and_open ~ is_not_recorded('sex')),
        ('ethnic_group_not_recorded', is_born_and_open ~ is_not_recorded('ethnic_group')),
        ('disability_not_recorded', is_born_and_open ~ is_not_recorded('disability')),
        ('locality_not_recorded', is_born_and_open ~ is_not_recorded('locality')),
        ('asylum_not_recorded', 'is_looked_after and ' ~ is_not_recorded('asylum_seeking')),
        ('died_before_birth', 'date_of_death < date_of_birth'),
        ('unborn_looked_after', 'is_looked_after and date_of_birth is null'),
        ('unborn_registered_past_due', 'is_registered and date_of_birth is null and '
            ~ is_overdue('unborn_registered_past_due', 'expected_date_of_birth', 'as_at_date')),
        ('born_far_from_expected', 'abs(date_of_birth - expected_date_of_birth) > '
            ~ threshold_of('born_far_from_expected')),
        ('possible_duplicate', 'looks_like_an_earlier_child'),
        ('person_without_case', 'noticed_date is null')
    ] %}
    {{ case_rule(rule, 'person', 'cases', where, team='null') }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from final

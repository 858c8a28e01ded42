with

persons as (select * from {{ source('raw', 'person') }}),

codes as (select * from {{ ref('stg_code') }} where code_list = 'ethnic_group'),

final as (
    select
        persons.council_id,
        persons.child_key,
        persons.date_of_birth,
        persons.expected_date_of_birth,
        persons.sex,
        case
            when codes.code is not null then codes.code_group
            else coalesce(persons.ethnic_group, 'not_known')
        end as ethnic_group,
        coalesce(persons.disability, 'U') as disability,
        coalesce(persons.asylum_seeking, 'U') as asylum_seeking,
        coalesce(persons.locality, 'not_known') as locality,
        persons.date_of_death,
        persons.record_token
    from persons
    left join codes on persons.council_id = codes.council_id and persons.ethnic_group = codes.code
)

select * from final

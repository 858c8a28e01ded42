with

persons as (select * from {{ ref('stg_person') }} where date_of_birth is null),

councils as (select * from {{ ref('stg_council') }}),

final as (
    select persons.council_id, 'person' as extract, persons.record_token, persons.child_key, null as team
    from persons
    inner join councils on persons.council_id = councils.council_id
    -- a birth two weeks late and four to enter it
    where {{ is_overdue('birth_overdue', 'persons.expected_date_of_birth', 'councils.as_at_date') }}
)

select * from final

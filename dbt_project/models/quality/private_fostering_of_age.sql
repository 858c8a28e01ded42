with

arrangements as (select * from {{ ref('stg_private_fostering') }}),

persons as (select * from {{ ref('stg_person') }}),

councils as (select * from {{ ref('stg_council') }}),

limits as (select * from {{ ref('int_threshold') }}),

final as (
    select
        arrangements.council_id, 'private_fostering' as extract, arrangements.record_token, arrangements.child_key,
        arrangements.team
    from arrangements
    inner join councils on arrangements.council_id = councils.council_id
    inner join persons
        on arrangements.council_id = persons.council_id and arrangements.child_key = persons.child_key
    inner join limits
        on {{ is_threshold('limits', 'private_fostering_age', 'arrangements.council_id', 'councils.as_at_date') }}
    where
        {{ is_open_on('arrangements', 'councils.as_at_date') }}
        and persons.disability <> 'Y'
        and {{ birthday('persons.date_of_birth', 'cast(limits.value as integer)') }} <= councils.as_at_date
)

select * from final

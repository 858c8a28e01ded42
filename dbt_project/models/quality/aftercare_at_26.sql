with

spells as (select * from {{ ref('stg_throughcare') }}),

persons as (select * from {{ ref('stg_person') }}),

councils as (select * from {{ ref('stg_council') }}),

final as (
    select spells.council_id, 'throughcare' as extract, spells.record_token, spells.child_key, spells.team
    from spells
    inner join councils
        on spells.council_id = councils.council_id and {{ is_open_on('spells', 'councils.as_at_date') }}
    inner join persons on spells.council_id = persons.council_id and spells.child_key = persons.child_key
    where {{ birthday('persons.date_of_birth', 26) }} <= councils.as_at_date
)

select * from final

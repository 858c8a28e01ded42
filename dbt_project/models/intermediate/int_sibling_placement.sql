with

admissions as (select * from {{ ref('int_placement_move') }} where is_admission),

siblings as (select * from {{ ref('stg_sibling') }}),

final as (
    select
        admissions.council_id, admissions.child_key, admissions.team, admissions.moved_date,
        siblings.siblings_before, siblings.siblings_living_with
    from admissions
    inner join siblings
        on admissions.council_id = siblings.council_id
        and admissions.child_key = siblings.child_key
        and admissions.moved_date = siblings.placed_date
    -- with more at home than there are, one of the two numbers is wrong
    where admissions.to_group <> 'at_home' and siblings.siblings_living_with <= siblings.siblings_before
)

select * from final

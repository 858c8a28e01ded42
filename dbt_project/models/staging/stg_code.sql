with

codes as (select * from {{ ref('code_list') }}),

councils as (select * from {{ ref('stg_council') }}),

final as (
    select
        councils.council_id,
        codes.code_list,
        codes.code,
        codes.label,
        codes.code_group,
        codes.valid_from,
        codes.valid_to
    from codes
    inner join councils on coalesce(codes.nation, councils.nation) = councils.nation
)

select * from final

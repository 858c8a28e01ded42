{%- set shares = [
    'lac_foster_pct', 'lac_residential_pct', 'lac_kinship_pct', 'lac_at_home_pct', 'lac_community_pct',
    'lac_family_setting_pct', 'lac_family_network_pct'
] %}
with

councils as (select * from {{ ref('stg_council') }}),

-- the groups of placements that a share counts are data: placement_share.csv
shares as (
    select councils.council_id, shares.indicator_id, shares.placement_group
    from councils
    inner join {{ ref('placement_share') }} as shares on councils.nation = shares.nation
),

measured as (select distinct council_id, indicator_id from shares),

counted as (
    select
        located.*, measured.indicator_id as counted_in,
        case when shares.placement_group is null then 0 else 1 end as is_counted
    from {{ ref('int_located_spell') }} as located
    inner join measured on located.council_id = measured.council_id
    left join shares
        on located.council_id = shares.council_id
        and measured.indicator_id = shares.indicator_id
        and located.placement_group = shares.placement_group
),

care as (select * from {{ ref('int_care_spell') }}),

supported as (select * from {{ ref('int_case_spell') }}),

-- who is supported outside care lives in the family
outside_care as (
    {{ uncovered_spells('supported', 'care') }}
),

final as (
    {%- for share in shares + ['supported_in_family_pct'] %}
    {{ measure_state(
        share, 'counted', where="counted_in = '" ~ share ~ "'", numerator='is_counted', denominator='1'
    ) }}
    union all
    {%- endfor %}
    {{ measure_state('supported_in_family_pct', 'outside_care', denominator='1') }}
)

select * from final

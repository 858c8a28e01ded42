{#- Fewer records than this are too few to speak of a share or of a usual month. -#}
{%- set fewest = 20 %}
with

months as (select * from {{ ref('field_completeness') }}),

known as (select * from {{ ref('stg_extract_status') }}),

-- 0 is the last month that is over: one that still runs says little of either
dated as (
    select
        months.*,
        {{ tick_number("'month'", add_days('known.extract_date', 1)) }} - 1
        - {{ tick_number("'month'", 'months.month_end') }} as months_ago
    from months
    inner join known on months.council_id = known.council_id and months.extract = known.extract
),

sized as (
    select
        council_id, extract, field,
        sum(case when months_ago between 0 and 2 then records end) as late_records,
        sum(case when months_ago between 0 and 2 then filled end) as late_filled,
        sum(case when months_ago between 3 and 14 then records end) as early_records,
        sum(case when months_ago between 3 and 14 then filled end) as early_filled,
        sum(case when months_ago = 0 then records end) as last_month,
        sum(case when months_ago between 1 and 12 then records end) / 12.0 as usual_month
    from dated
    group by council_id, extract, field
),

extracts as (select distinct council_id, extract, last_month, usual_month from sized),

final as (
    {{ case_rule(
        'completeness_fell', 'extract', 'sized',
        'least(late_records, early_records) >= ' ~ fewest ~ ' and 100.0 * early_filled / early_records'
        ~ ' - 100.0 * late_filled / late_records > ' ~ threshold_of('completeness_fell'),
        child='null', team='null', token='null'
    ) }}
    union all
    {{ case_rule(
        'month_out_of_line', 'extract', 'extracts',
        'usual_month >= ' ~ fewest ~ ' and abs(100.0 * last_month / usual_month - 100) > ' ~ threshold_of('month_out_of_line'),
        child='null', team='null', token='null'
    ) }}
)

select * from final

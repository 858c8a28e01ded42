{#- As many loads say what size is usual: an export of a new size is believed once it came more than half as often. -#}
{%- set usual_loads = 15 %}
with

loads as (select * from {{ source('raw', 'load') }}),

known as (select distinct council_id, extract, extract_date, load_id, accepted from {{ source('raw', 'load_log') }}),

councils as (
    select *, greatest(coalesce(as_at_date, office_as_at_date), coalesce(office_as_at_date, as_at_date)) as last_date
    from {{ ref('stg_council') }}
),

needed as (select distinct {{ items('extracts') }} as extract from {{ ref('indicator') }}),

delivered as (select * from {{ ref('stg_extract_status') }}),

earlier as (
    select
        loads.load_id, known.accepted,
        row_number() over (
            partition by loads.load_id order by known.extract_date desc, known.load_id asc
        ) as loads_ago
    from loads
    inner join known using (council_id, extract)
    where loads.is_current and loads.extract_date > known.extract_date
),

-- what is usual, not what came last: an export that stays short on its second night is still short
before as (
    select load_id, median(accepted) as accepted from earlier where loads_ago <= {{ usual_loads }} group by load_id
),

compared as (
    select
        loads.*, councils.last_date, before.accepted as accepted_before,
        100.0 * loads.accepted / nullif(before.accepted, 0) as percentage_of_before,
        100.0 * loads.quarantined / nullif(loads.delivered, 0) as percentage_quarantined,
        max(case when loads.is_current then loads.extract_date end) over load_of as current_date_of_extract
    from loads
    inner join councils on loads.council_id = councils.council_id
    left join before on loads.load_id = before.load_id and loads.is_current
    window load_of as (partition by loads.council_id, loads.extract)
),

missing as (
    select councils.council_id, needed.extract
    from councils
    cross join needed
    left join delivered on councils.council_id = delivered.council_id and needed.extract = delivered.extract
    where delivered.extract is null
),

late as (
    select delivered.*, councils.last_date
    from delivered
    inner join councils on delivered.council_id = councils.council_id
),

final as (
    {%- for rule, relation, where in [
        ('volume_collapsed', 'compared', 'is_current and percentage_of_before < ' ~ threshold_of('volume_collapsed')),
        ('volume_jumped', 'compared', 'is_current and abs(percentage_of_before - 100) > ' ~ threshold_of('volume_jumped')),
        ('many_rows_quarantined', 'compared', 'is_current and percentage_quarantined > '
            ~ threshold_of('many_rows_quarantined')),
        ('newer_delivery_refused', 'compared', 'not is_current and extract_date > current_date_of_extract'),
        ('extract_not_delivered', 'missing', 'true'),
        ('extract_behind_the_others', 'late', 'is_stale'),
        ('tracker_not_sent_lately', 'late', "source = 'office' and "
            ~ is_overdue('tracker_not_sent_lately', 'extract_date', 'last_date'))
    ] %}
    {{ case_rule(rule, 'extract', relation, where, child='null', team='null', token='null') }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select * from final

with

care_years as (select * from {{ ref('int_care_year_spell') }}),

questionnaires as (
    select council_id, child_key, asked_date as from_date, max_by(score, sdq_key) as score
    from {{ ref('stg_sdq') }}
    where score is not null
    group by council_id, child_key, asked_date
),

limits as (select * from {{ ref('int_threshold') }} where threshold_id = 'sdq_year'),

bands as (select * from {{ ref('value_band') }} where indicator_id = 'sdq_band'),

-- where the nation asks for scores, from the fifth birthday to the day before the seventeenth
cohort as (
    select
        care_years.council_id, care_years.child_key, care_years.team,
        greatest(care_years.from_date, coalesce(care_years.fifth_birthday, care_years.from_date)) as from_date,
        least(care_years.to_date, care_years.seventeenth_birthday) as to_date
    from care_years
    inner join limits
        on care_years.council_id = limits.council_id and {{ is_open_on('limits', 'care_years.from_date') }}
),

asked as (select * from cohort where to_date is null or to_date > from_date),

-- a score holds for a year, or until the next
scored as (
    select
        questionnaires.council_id, questionnaires.child_key, questionnaires.score, questionnaires.from_date,
        least(
            {{ after('questionnaires.from_date', 'limits') }},
            lead(questionnaires.from_date) over (
                partition by questionnaires.council_id, questionnaires.child_key order by questionnaires.from_date
            )
        ) as to_date
    from questionnaires
    inner join limits
        on questionnaires.council_id = limits.council_id and {{ is_open_on('limits', 'questionnaires.from_date') }}
),

cut as (
    {{ cut_spells('asked', 'scored') }}
),

final as (
    select cut.council_id, cut.child_key, cut.team, cut.from_date, cut.to_date, scored.score, bands.band
    from cut
    left join scored
        on cut.council_id = scored.council_id
        and cut.child_key = scored.child_key
        and {{ is_open_on('scored', 'cut.from_date') }}
    left join bands on scored.score >= bands.from_value and scored.score <= coalesce(bands.to_value, scored.score)
)

select * from final

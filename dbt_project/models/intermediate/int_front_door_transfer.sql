with

transfers as (select * from {{ ref('stg_case_transfer') }}),

teams as (select * from {{ ref('team') }}),

final as (
    select
        transfers.council_id,
        transfers.transfer_key,
        transfers.child_key,
        transfers.transferred_date,
        transfers.from_team,
        transfers.to_team
    from transfers
    inner join teams as passing
        on transfers.council_id = passing.council_id
        and transfers.from_team = passing.team
        and passing.service = 'front_door'
    inner join teams as taking
        on transfers.council_id = taking.council_id
        and transfers.to_team = taking.team
        and taking.service = 'practice'
)

select * from final

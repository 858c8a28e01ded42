select * from {{ ref('int_return_due') }}

{#- A number as a person reads it: at most one decimal. -#}
{% macro plain_number(number) -%}
    case
        when round({{ number }}, 1) = round({{ number }}, 0) then cast(cast(round({{ number }}, 0) as bigint) as varchar)
        else cast(round({{ number }}, 1) as varchar)
    end
{%- endmacro %}

{#- What a point on the chart says, in one sentence; the same words serve as alternative text. -#}
{% macro control_sentence() -%}
    concat(
        {{ plain_number('directed.value') }},
        case directed.signal
            when 'outside_limits'
                then concat(
                    case directed.direction when 1 then ' is above the upper limit of ' else ' is below the lower limit of ' end,
                    case directed.direction
                        when 1 then {{ plain_number('directed.upper_limit') }}
                        else {{ plain_number('directed.lower_limit') }}
                    end
                )
            when 'trend'
                then concat(' belongs to seven or more points ', case directed.direction when 1 then 'rising' else 'falling' end, ' in a row')
            when 'two_of_three'
                then concat(' is one of two out of three points close to the ', case directed.direction when 1 then 'upper' else 'lower' end, ' limit')
            when 'shift'
                then concat(' belongs to seven or more points in a row ', case directed.direction when 1 then 'above' else 'below' end, ' the mean')
            when 'none'
                then case directed.points when 1 then ' is the only point' else ' is within what chance explains' end
        end,
        '; mean ', {{ plain_number('directed.mean') }},
        case
            when directed.points = 1 then ', no limits yet'
            when directed.chart_status = 'trial' then concat(', limits on trial: ', cast(directed.points as varchar), ' points')
            when directed.chart_status = 'too_few' then ', too few cases for limits'
            else ''
        end,
        '.'
    )
{%- endmacro %}

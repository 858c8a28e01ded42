"""The canonical extracts: one module per table, all the same shape. ``EXTRACTS`` is the whole list.

Every delivered row also carries ``extract_date`` (the as-at day of the data, from the content, never from the
clock); it belongs to the delivery, so the layouts name it and the contracts do not repeat it.
"""

from pipeline.contracts import (
    allocation,
    audit_action,
    case_audit,
    complaint,
    improvement_action,
    legal_status,
    looked_after,
    measure_return,
    person,
    placement,
    referral,
    registration,
    survey_response,
    throughcare,
    worker,
)
from pipeline.contracts.extract import Extract

EXTRACTS: dict[str, Extract] = {
    module.EXTRACT.name: module.EXTRACT
    for module in (
        person,
        referral,
        looked_after,
        placement,
        legal_status,
        registration,
        throughcare,
        worker,
        allocation,
        measure_return,
        improvement_action,
        case_audit,
        audit_action,
        complaint,
        survey_response,
    )
}
"""Every canonical extract by name."""

"""Case audit: what an audit of practice found, domain by domain."""

from pipeline.contracts.columns import code, date, identifier, text
from pipeline.contracts.extract import Extract

EXTRACT = Extract(
    name="case_audit",
    description="One row per audit and domain graded; the whole audit is the domain 'overall'.",
    key=("audit_id", "domain"),
    columns={
        "audit_id": identifier("The tracker's number for the audit", of="audit"),
        "child_id": identifier(
            "The child whose file was audited; empty for a sample of complaints", of="child", nullable=True
        ),
        "audited_date": date("Day of the audit", personal_data="none"),
        "theme": code("What the audit looked at", code_list="audit_theme", personal_data="none"),
        "domain": code("The part of practice graded", code_list="audit_domain", personal_data="none"),
        "scale": code("The scale of the grade: scales are never mixed", code_list="audit_scale", personal_data="none"),
        "grade": code("The grade", code_list="audit_grade", personal_data="none"),
        "team": text("The team whose practice was audited"),
    },
    source="office",
)

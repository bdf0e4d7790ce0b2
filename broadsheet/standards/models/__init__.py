"""What readers report and ask for, who they are, and by which rules it is taken."""

from broadsheet.standards.models.report import ErrorReport, ReportStep
from broadsheet.standards.models.request import RequestStep, UnpublishRequest
from broadsheet.standards.models.rules import StandardsRules, rules_of

__all__ = [
    "ErrorReport",
    "ReportStep",
    "RequestStep",
    "StandardsRules",
    "UnpublishRequest",
    "rules_of",
]

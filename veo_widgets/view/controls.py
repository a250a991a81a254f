"""What is wrong with a form, what would be right, and what it may cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from veo_widgets.core.record import JobRecord

if TYPE_CHECKING:
    from collections.abc import Mapping

    from veo_widgets.catalogue import Model
    from veo_widgets.client.session import Session
    from veo_widgets.errors import Problem
    from veo_widgets.view.wire.controls import Checked, ProblemView


def fix_of(model: Model, problem: Problem) -> dict[str, object]:
    """Return the value that would be right for a field; nothing where nobody knows it.

    Args:
        model: The form's model.
        problem: What is wrong with it.
    """
    name, right = problem.field, problem.nearest
    if right is None or name not in model.properties:
        return {}
    refused = {other.field for other in model.check({name: right}).problems}
    return {} if name in refused else {name: right}


def check_view(
    session: Session, model: Model, values: Mapping[str, Any], by: str, revision: int
) -> Checked:
    """Return what is wrong with a form, what it may cost and how long it may take.

    Args:
        session: Whose endpoint and experience.
        model: The form's model.
        values: What the form holds.
        by: The view that wrote the form.
        revision: Which state of the form this is about.
    """
    report = model.check(values)
    price = model.price_so_far(report.parameters)
    alike = JobRecord("", session.endpoint.name, model.slug, report.parameters, session.clock())
    latency = session.expected(alike)
    low, high = latency.usual() if latency.known else (0.0, 0.0)
    problems: list[ProblemView] = [
        {
            "field": problem.field,
            "text": str(problem),
            "source": "",
            "fix": fix_of(model, problem),
        }
        for problem in report.problems
    ]
    return {
        "by": by,
        "revision": revision,
        "problems": problems,
        "warnings": [
            {
                "field": warned.field,
                "text": warned.message,
                "source": warned.source,
                "fix": dict(warned.cure),
            }
            for warned in report.warnings
        ],
        "price_low": price.low,
        "price_high": price.high,
        "price_note": price.note,
        "usual_low": round(low, 1),
        "usual_high": round(high, 1),
    }

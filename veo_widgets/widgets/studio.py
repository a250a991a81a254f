"""The whole app in one cell: a form, a stage, and all takes of the home."""

from __future__ import annotations

import contextlib
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import traitlets as t

from veo_widgets._lib.files import file_word, written_free
from veo_widgets.client import Job
from veo_widgets.errors import InvalidParameters, InvalidRequest, VeoError
from veo_widgets.experiment.library import Sweeps
from veo_widgets.view.ask import ask_above, must_ask
from veo_widgets.view.labels import shortened
from veo_widgets.view.studio import (
    MOST_AT_ONCE,
    axis_values,
    most_of_plan,
    plan_cells,
    same_form,
    sweep_of,
)
from veo_widgets.view.takes import take_views
from veo_widgets.view.wire.constants import HASTE_S
from veo_widgets.view.wire.plan import AskPlan, AskYaml, RunPlan
from veo_widgets.view.wire.studio import AskSheetOfTakes, Compare, Press
from veo_widgets.widgets.blind import ALWAYS
from veo_widgets.widgets.grid import ComparisonGrid
from veo_widgets.widgets.messages import handles
from veo_widgets.widgets.sheets import write_sheet
from veo_widgets.widgets.take_votes import TakeVotes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from veo_widgets.client import Client
    from veo_widgets.experiment import Sweep
    from veo_widgets.view.wire.controls import FormState
    from veo_widgets.widgets.messages import Buffers

TICKETS: Final = 64


class Studio(TakeVotes):
    """Picks a model, sends jobs, follows them, and plays their clips.

    Args:
        model: The model to begin with; the draft's when not given.
        value: Parameters to begin with; the draft's when not given.
        client: Whose jobs; the package's own when not given.
    """

    module = "studio"

    ticket = t.Unicode().tag(sync=True)
    """What the next press of Generate carries; set by the kernel only."""
    grid = t.Unicode("").tag(sync=True)
    """The grid of what was compared or planned and run last, by its widget's name."""
    count = t.Int(1).tag(sync=True)
    """How many clips a press makes."""
    heard_blind = ALWAYS | {"edit"}
    _whole = False

    def __init__(
        self,
        model: str | None = None,
        *,
        value: Mapping[str, Any] | None = None,
        client: Client | None = None,
    ) -> None:
        self._sent: dict[tuple[str, str], tuple[list[str], int]] = {}
        self._last: tuple[str, tuple[list[str], int], float] = "", ([], 0), 0.0
        self._grid: ComparisonGrid | None = None
        super().__init__(model, value=value, client=client)
        if model is None and value is None:
            self._resume()
        aside = self._client.session.ledger.moved_aside
        self.notice = f"The ledger was corrupt; it is kept as {aside}." if aside else ""
        self.ticket = secrets.token_hex(8)
        self._follow()
        self._whole = True
        self.open()
        self._listen()

    # --- the draft

    def _resume(self) -> None:
        """Bring back what was in the form last, if it still fits."""
        draft = self._drafts.draft()
        with contextlib.suppress(VeoError, KeyError, TypeError):
            model = self._client.catalogue[draft["model"]]
            values = {n: v for n, v in draft["values"].items() if n in model.properties}
            axes = {n: v for n, v in draft["axes"].items() if isinstance(v, list)}
            self._set(model=model.slug, values=values, kept=dict(draft["kept"]), axes=axes)

    def _remember(self, state: FormState) -> None:
        if self._whole:
            self._drafts.keep({name: state[name] for name in ("model", "values", "kept", "axes")})

    # --- sending

    def generate(self, count: int = 1) -> list[Job]:
        """Send what the form holds and return at once, as the button does.

        Args:
            count: How many clips.

        Raises:
            InvalidParameters: Nothing was sent.
        """
        session, (jobs, _) = self._client.session, self._submit_all(self.form, count)
        return [Job(session, job) for job in jobs]

    def _submit_all(self, form: FormState, count: int) -> tuple[list[str], int]:
        if not 1 <= count <= MOST_AT_ONCE:
            raise InvalidRequest(f"a press makes 1 to {MOST_AT_ONCE} clips, not {count}")
        model = self._client.catalogue[form["model"]]
        request = model.validate(form["values"])
        seed, fixed = model.having("seed"), request.get(model.having("seed") or "")
        jobs: list[Job] = []
        for number in range(count):
            more = {seed: fixed + number} if seed and isinstance(fixed, int) and number else {}
            jobs.append(self._client.submit(model.slug, parameters={**request, **more}))
        ids = list(dict.fromkeys(job.id for job in jobs))
        return ids, sum(job.reused for job in jobs)

    def _once(self, ticket: str, form: FormState, count: int) -> tuple[list[str], int] | None:
        wish = same_form(form, count)
        last, sent, since = self._last
        if wish == last and 0 <= self._client.session.clock() - since < HASTE_S:
            return sent
        return self._sent.get((ticket, wish))

    def _spent(self, ticket: str, form: FormState, count: int, sent: tuple[list[str], int]) -> None:
        """Let a ticket send the same form no more, nor another for a moment; give out the next."""
        wish = same_form(form, count)
        self._sent[ticket, wish] = sent
        self._last = wish, sent, self._client.session.clock()
        for old in list(self._sent)[:-TICKETS]:
            del self._sent[old]
        self.ticket = secrets.token_hex(8)

    @handles(Press)
    def _press(self, message: Press, _: Buffers) -> None:
        """Send the form as the view held it when it was pressed, once for a ticket."""
        ticket, form, count = message["ticket"], message["form"], message["count"]
        sent = self._once(ticket, form, count)
        above, most = ask_above(self._client.session), self._dearest(form, count)
        ask = sent is None and must_ask(above, most, message["agreed"])
        if sent is None and not ask:
            try:
                sent = self._submit_all(form, count)
            except InvalidParameters as error:
                raise InvalidRequest(" ".join(map(str, error.problems))) from None
            self._spent(ticket, form, count, sent)
        jobs, reused = sent or ([], 0)
        self.say(
            {"type": "pressed", "id": message["id"], "jobs": jobs, "reused": reused, "ask": ask}
        )

    def _dearest(self, form: FormState, count: int) -> float | None:
        """Return the US dollars that a press may cost at most, where known."""
        model = self._client.catalogue[form["model"]]
        high = model.price_so_far(model.check(form["values"]).parameters).high
        return high and high * count

    # --- several cells

    @handles(AskPlan)
    def _ask_plan(self, message: AskPlan, _: Buffers) -> None:
        """Say what several cells would cost; sends nothing."""
        plan = sweep_of(self._client, message["form"], message["count"]).plan()
        cost = plan.cost
        self.say(
            {
                "type": "plan",
                "id": message["id"],
                "axes": [
                    {"name": name, "values": values, "labels": shortened(values)}
                    for name, values in axis_values(plan)
                ],
                "cells": plan_cells(plan),
                "new": cost.count,
                "low": cost.low,
                "high": cost.high,
                "unpriced": cost.unknown,
                "expected_s": plan.expected_s and round(plan.expected_s, 1),
                "warnings": list(plan.warnings),
            }
        )

    @handles(AskYaml)
    def _ask_yaml(self, message: AskYaml, _: Buffers) -> None:
        """Write the plan as YAML, or to a file beside the notebook."""
        sweep = sweep_of(self._client, message["form"], message["count"])
        if message["save"]:
            name = file_word(sweep.name, "sweep")
            path = written_free(Path.cwd(), name, ".yaml", sweep.to_yaml)
        text = f"Saved as {path.name}" if message["save"] else sweep.to_yaml()
        self.say({"type": "text_reply", "id": message["id"], "text": text, "error": None})

    @handles(RunPlan)
    def _run_plan(self, message: RunPlan, _: Buffers) -> None:
        """Send a plan, once for a ticket, at the price that a person saw."""
        ticket, form, count = message["ticket"], message["form"], message["count"]
        ask = False
        if self._once(ticket, form, count) is None:
            sweep = sweep_of(self._client, form, count)
            plan = sweep.plan()
            plan.agree(message["new"], message["high"], message["unpriced"])
            above, most = ask_above(self._client.session), most_of_plan(plan, message["budget"])
            ask = not message["agreed"] and must_ask(above, most)
            if not ask:
                sweep.run(message["budget"], unknown=message["unknown"], plan=plan)
                self._show_grid(ComparisonGrid(sweep))
                self._spent(ticket, form, count, ([], len(plan.cells) - len(plan.new)))
        self.say({"type": "pressed", "id": message["id"], "jobs": [], "reused": 0, "ask": ask})

    def _show_grid(self, grid: ComparisonGrid) -> None:
        old, self._grid = self._grid, grid
        grid.on_use(self._use)
        grid.observe(lambda change: self._shut(shut=change["new"]), "blind")
        grid.on_vote(super()._voted)
        with self.hold_sync():
            self._shut(shut=grid.blind)
            self.grid = f"anywidget:{grid.model_id}"
        if old is not None:
            old.close()

    def _use(self, model: str, parameters: dict[str, Any]) -> bool:
        """Give the settings of a cell of the grid below to the form."""
        catalogue, inputs = self._client.catalogue, self._client.session.inputs
        sent = inputs.among([catalogue[model]] if model in catalogue else ())
        values = {name: sent(name, value) for name, value in parameters.items()}
        self.say({"type": "used", "model": model, "values": values})
        return True

    def _shut(self, *, shut: bool) -> None:
        """Show nothing but the grid below while its clips are judged blind."""
        self.blind = shut

    def _voted(self, sha256: str) -> None:
        super()._voted(sha256)
        if self._grid is not None:
            self._grid.mark()

    @handles(Compare)
    def _compare(self, message: Compare, _: Buffers) -> None:
        """Show takes side by side, or a sweep, in the grid below; or judge them there."""
        session, jobs = self._client.session, message["jobs"]
        shown: Sweep | list[Job] = [Job(session, session.record(job).id) for job in jobs]
        if not jobs:
            shown = Sweeps(self._client)[message["sweep"]]
        grid = ComparisonGrid(shown)
        with contextlib.ExitStack() as broken:
            broken.callback(grid.close)
            if message["blind"]:
                grid.judge_blind()
            broken.pop_all()
        self.say({"type": "compared", "id": message["id"]})
        self._show_grid(grid)

    @handles(AskSheetOfTakes)
    def _ask_sheet(self, message: AskSheetOfTakes, _: Buffers) -> None:
        jobs = [Job(self._client.session, job) for job in message["jobs"]]
        takes = take_views(self._client.session, [job.record for job in jobs])
        clips = [
            (" · ".join(filter(None, (take["title"], take["about"], take["prompt"]))), job.clip)
            for take, job in zip(takes, jobs, strict=True)
            if job.clip is not None
        ]
        write_sheet(clips, self._derived, "takes", message["id"], self.say)

    # --- life

    def close(self) -> None:
        """Stop following and leave the page."""
        if self._grid is not None:
            self._grid.close()
        super().close()


def studio(
    model: str | None = None,
    *,
    value: Mapping[str, Any] | None = None,
    client: Client | None = None,
) -> Studio:
    """Return the whole app for a cell; without arguments, with the form as it was left.

    Args:
        model: The model to begin with.
        value: Parameters to begin with.
        client: Whose jobs; the package's own when not given.
    """
    return Studio(model, value=value, client=client)

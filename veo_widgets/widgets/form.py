"""A model's form: drawn and held in the browser, checked and priced here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

import traitlets as t

from veo_widgets._lib.values import named_values
from veo_widgets.catalogue.snippets import as_python
from veo_widgets.client.functions import client as default_client
from veo_widgets.errors import InvalidParameters, InvalidRequest, VeoError
from veo_widgets.home.drafts import Drafts
from veo_widgets.home.takes import prompts
from veo_widgets.segmind import as_curl
from veo_widgets.view.carry import amended, carry
from veo_widgets.view.controls import check_view
from veo_widgets.view.fields import form_of
from veo_widgets.view.job import first_line
from veo_widgets.view.wire.controls import (
    AskCall,
    AskCarry,
    AskPrompts,
    Checked,
    DropPreset,
    Edit,
    FormState,
    ModelForm,
    PresetView,
    SavePreset,
    ShowModels,
)
from veo_widgets.widgets.form_files import FormFiles
from veo_widgets.widgets.messages import handles
from veo_widgets.widgets.traits import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from veo_widgets.catalogue import Model
    from veo_widgets.client import Client
    from veo_widgets.widgets.messages import Buffers

FromPython = TypeVar("FromPython")
LONGEST_NAME: Final = 80


class Form(FormFiles[FromPython]):
    """What the controls and the studio share.

    The browser holds what a person types and says it as a numbered state; what is
    found of it here carries the same number. Only Python's own ``value`` and ``model``
    change the form from here.
    """

    forms = Struct(list[ModelForm], [])
    """The forms of the models that are listed; set by the kernel only."""
    everything = t.Bool(False).tag(sync=True)  # noqa: FBT003
    """Whether the models that nobody confirmed are listed too; set by the kernel only."""
    form = Struct(FormState)
    """The form as it stands; set by the kernel only, as a view or Python says."""
    checked = Struct(Checked)
    """What was found of the form; set by the kernel only."""
    presets = Struct(list[PresetView], [])
    """The home's named settings; set by the kernel only."""
    value = t.Dict()
    """The parameters as a request would send them; observable and settable."""
    axes = t.Dict()
    """Parameters that a person gave several values; the first of each is in ``value``."""
    valid = t.Bool(False)  # noqa: FBT003
    """Whether the request could be sent."""
    problems = t.Any(())
    """What must be changed before it can be sent."""

    def __init__(
        self,
        model: str | None,
        *,
        value: Mapping[str, Any] | None = None,
        client: Client | None = None,
        **given: Any,  # noqa: ANN401
    ) -> None:
        self._client = client or default_client()
        self._busy = False
        self._drafts = Drafts(self._client.home)
        catalogue = self._client.catalogue
        chosen = catalogue[next(iter(catalogue)) if model is None else model]
        start = self._filled(chosen, named_values(value, "value"))
        state: FormState = {
            "model": chosen.slug,
            "values": start,
            "kept": {},
            "axes": {},
            "by": "",
            "revision": 0,
        }
        super().__init__(
            forms=self._forms(chosen.slug),
            form=state,
            presets=self._preset_views(),
            **given,
        )
        self._take(state)

    def _forms(self, chosen: str) -> list[ModelForm]:
        """Return the forms of the models that are listed, and of the one that is chosen."""
        catalogue = self._client.catalogue
        listed = catalogue.all() if self.everything else catalogue
        known = {form["slug"]: form for form in self.forms}
        slugs = dict.fromkeys([*listed, chosen])
        return [known.get(slug) or form_of(catalogue[slug]) for slug in slugs]

    @handles(ShowModels)
    def _show_models(self, message: ShowModels, _: Buffers) -> None:
        """List all models, or only those that are on."""
        self.everything = message["everything"]
        self.forms = self._forms(self.model)

    # --- from Python

    def _filled(self, model: Model, value: Mapping[str, Any]) -> dict[str, Any]:
        """Return a whole form: the defaults, and what is given, if it is legal."""
        as_sent = self._client.session.inputs.as_sent
        given = {name: as_sent(name, each, model) for name, each in value.items()}
        report = model.check(given)
        wrong = [problem for problem in report.problems if problem.value is not None]
        if wrong:
            raise InvalidParameters(model.slug, wrong)
        return {**model.defaults(), **report.parameters}

    @t.validate("model")
    def _known(self, proposal: dict[str, Any]) -> str:
        return self._client.catalogue[proposal["value"]].slug

    @t.validate("value")
    def _legal(self, proposal: dict[str, Any]) -> dict[str, Any]:
        return proposal["value"] if self._busy else self._filled(self.chosen, proposal["value"])

    @t.observe("model")
    def _model_set(self, change: dict[str, Any]) -> None:
        if self._busy or not change["old"]:
            return
        old, new = (self._client.catalogue[change[side]] for side in ("old", "new"))
        held, kept = self.form["values"], self.form["kept"]
        values, kept = carry(form_of(old)["fields"], form_of(new)["fields"], held, kept)
        also = amended(old, new, held, kept)
        self._set(model=new.slug, values={**values, **also.values}, kept=also.kept)

    @handles(AskCarry)
    def _ask_carry(self, message: AskCarry, _: Buffers) -> None:
        """Say lengths and picture shapes of one model as another one does."""
        old, new = (self._client.catalogue[message[side]] for side in ("left", "taken"))
        values, kept, said = amended(old, new, message["values"], message["kept"])
        answer = {"values": values, "kept": kept, "said": list(said)}
        self.send({"type": "carried", "id": message["id"], **answer})

    @t.observe("value")
    def _value_set(self, change: dict[str, Any]) -> None:
        if not self._busy:
            self._set(values=dict(change["new"]), axes={})

    def _set(self, **changes: Any) -> None:  # noqa: ANN401
        """Change the form as Python says, and show it."""
        state: FormState = {**self.form, **changes}  # type: ignore[typeddict-item]
        self._take({**state, "by": "", "revision": self.form["revision"] + 1})

    def reset(self) -> None:
        """Go back to the defaults."""
        self._set(values=self.chosen.defaults(), kept={}, axes={})

    def load_example(self) -> None:
        """Fill in the model page's sample; nothing is sent."""
        examples = self.chosen.examples
        if examples:
            self.value = self.chosen.check(examples[0]["parameters"]).parameters

    # --- the form as it stands

    def _take(self, state: FormState) -> None:
        """Check, price and remember a state of the form."""
        model = self._client.catalogue[state["model"]]
        report = model.check(state["values"])
        checked = check_view(
            self._client.session, model, state["values"], state["by"], state["revision"]
        )
        self._busy = True
        try:
            with self.hold_sync():
                self.forms = self._forms(model.slug)
                self.form, self.checked = state, checked
                self.pictures = self._pictures(model, report.parameters)
            self.model = model.slug
            self.problems = report.problems
            self.valid = not report.problems
            self.axes = dict(state["axes"])
            self.value = report.parameters
        finally:
            self._busy = False
        self._remember(state)

    def _remember(self, state: FormState) -> None:
        """Keep a state of the form, where that is wanted."""

    @handles(Edit)
    def _edit(self, message: Edit, _: Buffers) -> None:
        """Take the form as a view holds it, unless it is older than what is here."""
        state = message["form"]
        older = state["by"] == self.form["by"] and state["revision"] <= self.form["revision"]
        if not older:
            self._take(state)

    # --- calls, presets, history

    @handles(AskCall)
    def _ask_call(self, message: AskCall, _: Buffers) -> None:
        """Write the form as a call."""
        write = {"python": as_python, "curl": as_curl}[message["about"]]
        text = write(self.model, dict(self.value))
        self.send({"type": "text_reply", "id": message["id"], "text": text, "error": None})

    def _preset_views(self) -> list[PresetView]:
        return [
            {"name": name, "model": preset["model"], "values": preset["values"]}
            for name, preset in self._drafts.presets().items()
            if preset["model"] in self._client.catalogue
        ]

    @handles(SavePreset)
    def _save_preset(self, message: SavePreset, _: Buffers) -> None:
        """Keep the form under a name."""
        name = message["name"].strip()[:LONGEST_NAME]
        if not name:
            raise InvalidRequest("a preset needs a name")
        self._drafts.name(name, self.model, self.value)
        self.presets = self._preset_views()

    @handles(DropPreset)
    def _drop_preset(self, message: DropPreset, _: Buffers) -> None:
        """Forget a preset."""
        self._drafts.drop(message["name"])
        self.presets = self._preset_views()

    @handles(AskPrompts)
    def _ask_prompts(self, message: AskPrompts, _: Buffers) -> None:
        """Say what was asked for before."""
        try:
            found = prompts(self._client.session.ledger)
        except VeoError as error:
            self.send({"type": "error", "id": message["id"], "error": first_line(error)})
        else:
            self.send({"type": "prompts", "id": message["id"], "prompts": found})

"""The models, their parameters and prices: data files and the rules to read them."""

from veo_widgets.catalogue.catalogue import Catalogue
from veo_widgets.catalogue.foreign import from_row
from veo_widgets.catalogue.mapping import Mapped
from veo_widgets.catalogue.model import Model
from veo_widgets.catalogue.price import Price
from veo_widgets.catalogue.reading import by_role, prompt_of, said, seconds_of
from veo_widgets.catalogue.result import CheckResult
from veo_widgets.catalogue.roles import Role, is_prompt
from veo_widgets.catalogue.size import frame_size

__all__ = [
    "Catalogue",
    "CheckResult",
    "Mapped",
    "Model",
    "Price",
    "Role",
    "by_role",
    "frame_size",
    "from_row",
    "is_prompt",
    "prompt_of",
    "said",
    "seconds_of",
]

"""The models, their parameters and prices: data files and the rules to read them."""

from veo_widgets.catalogue.catalogue import Catalogue
from veo_widgets.catalogue.foreign import from_row
from veo_widgets.catalogue.model import CheckResult, Model
from veo_widgets.catalogue.price import Price
from veo_widgets.catalogue.size import frame_size

__all__ = ["Catalogue", "CheckResult", "Model", "Price", "frame_size", "from_row"]

"""Badge, player, image input, controls and grid; each is imported when it is first used."""

import lazy_loader

from veo_widgets._lib.displayable import in_notebook, somebody_waits

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

if in_notebook() and somebody_waits():
    from contextlib import suppress

    from veo_widgets.errors import HomeError
    from veo_widgets.widgets.carrier import ModuleCarrier

    # The page takes the module in while the kernel reads what is drawn.
    with suppress(HomeError):
        ModuleCarrier.ensure()

"""What crosses between kernel and browser; ``js/src/wire.gen.ts`` is made from this.

One module for each widget: what it draws, what the browser asks of it (its
``...ToPython``, which is also its table of handlers) and what it says
(``...FromPython``). Times are seconds since the epoch by the kernel's clock, money is
in US dollars.
"""

"""Controls, live jobs, players and comparison grids for Veo video models."""

__version__ = "0.1.0"

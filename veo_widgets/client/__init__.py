"""The facade that people use: Client and Job, and the functions around one client."""

from veo_widgets.client.client import Client, EndpointInfo
from veo_widgets.client.job import Job, Jobs

__all__ = ["Client", "EndpointInfo", "Job", "Jobs"]

"""The facade that people use: Client and Job, and the functions around one client."""

from veo_widgets.client.client import Client
from veo_widgets.client.job import Job, Jobs
from veo_widgets.client.session import EndpointInfo, Session

__all__ = ["Client", "EndpointInfo", "Job", "Jobs", "Session"]

"""The facade that people use: Client and Job, and the functions around one client."""

from veo_widgets.client.core import Client, EndpointInfo
from veo_widgets.client.default import (
    adopt,
    client,
    job,
    jobs,
    login,
    models,
    resume,
    run,
    spend,
    submit,
)
from veo_widgets.client.handle import Job, Jobs

__all__ = [
    "Client",
    "EndpointInfo",
    "Job",
    "Jobs",
    "adopt",
    "client",
    "job",
    "jobs",
    "login",
    "models",
    "resume",
    "run",
    "spend",
    "submit",
]

from .catalogue import Catalogue, Model
from .client import Client, Job
from .client.functions import adopt, job, jobs, login, models, resume, run, spend, submit
from .conductor import Limits
from .errors import (
    AuthenticationError,
    BudgetExceeded,
    ContentBlocked,
    EndpointUnreachable,
    HomeError,
    InferenceFailed,
    InferenceTimeout,
    InsufficientCredits,
    InvalidParameters,
    InvalidRequest,
    MediaError,
    ModelRetired,
    RateLimited,
    RequestExpired,
    ServerError,
    SubmissionUnknown,
    UnknownModel,
    VeoError,
)
from .experiment import Plan, Sweep
from .experiment.functions import sweep, sweeps
from .judging.functions import merge_votes
from .media import Clip
from .widgets import (
    ComparisonGrid,
    Controls,
    ImageInput,
    StatusBadge,
    VideoPlayer,
    compare,
)
from .widgets.studio import Studio, studio

__all__ = [
    "AuthenticationError",
    "BudgetExceeded",
    "Catalogue",
    "Client",
    "Clip",
    "ComparisonGrid",
    "ContentBlocked",
    "Controls",
    "EndpointUnreachable",
    "HomeError",
    "ImageInput",
    "InferenceFailed",
    "InferenceTimeout",
    "InsufficientCredits",
    "InvalidParameters",
    "InvalidRequest",
    "Job",
    "Limits",
    "MediaError",
    "Model",
    "ModelRetired",
    "Plan",
    "RateLimited",
    "RequestExpired",
    "ServerError",
    "StatusBadge",
    "Studio",
    "SubmissionUnknown",
    "Sweep",
    "UnknownModel",
    "VeoError",
    "VideoPlayer",
    "adopt",
    "compare",
    "job",
    "jobs",
    "login",
    "merge_votes",
    "models",
    "resume",
    "run",
    "spend",
    "studio",
    "submit",
    "sweep",
    "sweeps",
]
__version__: str

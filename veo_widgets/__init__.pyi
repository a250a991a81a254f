from .catalogue import Catalogue, Model
from .client import Client, Job
from .client.functions import (
    adopt,
    job,
    jobs,
    login,
    merge_home,
    models,
    resume,
    run,
    spend,
    submit,
)
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
from .experiment.probes import Probe, run_again, same_twice
from .experiment.wording import drop_one
from .hosts.doctor import doctor
from .judging.functions import merge_votes
from .judging.trackers import log_to_mlflow, log_to_wandb
from .judging.verdict import Verdict
from .media import Clip
from .media.metrics import metric
from .media.metrics.table import Metrics, metrics
from .report import Report
from .widgets import (
    ComparisonGrid,
    Controls,
    ImageInput,
    StatusBadge,
    VideoPlayer,
    compare,
)
from .widgets.judge import Judge, judge
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
    "Judge",
    "Limits",
    "MediaError",
    "Metrics",
    "Model",
    "ModelRetired",
    "Plan",
    "Probe",
    "RateLimited",
    "Report",
    "RequestExpired",
    "ServerError",
    "StatusBadge",
    "Studio",
    "SubmissionUnknown",
    "Sweep",
    "UnknownModel",
    "VeoError",
    "Verdict",
    "VideoPlayer",
    "adopt",
    "compare",
    "doctor",
    "drop_one",
    "job",
    "jobs",
    "judge",
    "log_to_mlflow",
    "log_to_wandb",
    "login",
    "merge_home",
    "merge_votes",
    "metric",
    "metrics",
    "models",
    "resume",
    "run",
    "run_again",
    "same_twice",
    "spend",
    "studio",
    "submit",
    "sweep",
    "sweeps",
]
__version__: str

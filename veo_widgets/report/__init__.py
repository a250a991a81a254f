"""Reports: clips and what is known of them as a page without a kernel, open or blind."""

from veo_widgets.report.functions import Report, write_report

__all__ = ["Report", "write_report"]

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from cases import publishing
        from reports.redaction import redact_issues

        publishing.on_withdrawal.append(redact_issues)

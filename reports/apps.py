from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from cases import publishing
        from reports.redaction import redact_issues, redact_person

        publishing.on_withdrawal.append(redact_issues)
        publishing.on_name_lost.append(redact_person)

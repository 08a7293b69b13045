"""What migrations of this product use beside Django's own operations."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class InstallTriggers(Operation):
    """Installs the triggers that an app's models were created with.

    One operation for all of them: adding each by its own makes Django draw every related model anew, some hundred
    times, and a first start would take 20 seconds instead of 3. Later triggers come by pgtrigger's own operations.
    """

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing: the models' own options already name their triggers."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for trigger in _triggers(app_label, to_state):
            # The SQL is complete: parameters would make it be escaped once more.
            schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for trigger in _triggers(app_label, from_state):
            schema_editor.execute(trigger.uninstall_sql, params=None)

    def describe(self) -> str:
        return "Install the triggers of the models"


def _triggers(app_label: str, state: ProjectState) -> list[Any]:
    return [
        trigger
        for (app, _), model in sorted(state.models.items())
        if app == app_label
        for trigger in model.options.get("triggers", [])
    ]

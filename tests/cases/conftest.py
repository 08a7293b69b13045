"""Who enters records in the browser, and a case that has none yet; a module that needs another makes its own."""

from __future__ import annotations

import pytest

from tests import factories


@pytest.fixture
def case(researcher):
    return factories.make_case(by=researcher, detentions=[])


@pytest.fixture
def writer(researcher, signed_in):
    return signed_in(researcher)

"""What a manifest says that a technique tells nothing of."""

import pytest

from weerklank.model.beside import Aspect
from weerklank.model.run import Technique
from weerklank.model.text import Text
from weerklank.services.oversee.technique_limits import TechniqueLimits

NO_POLLS = Text("geen peilingen", "no polls")


@pytest.mark.parametrize("aspect", list(Aspect))
def test_every_aspect_may_be_asked_of_any_platform(aspect: Aspect) -> None:
    found = TechniqueLimits(((Technique.EXPORT, "polls_not_in_export", NO_POLLS),))
    is_told = aspect in {Aspect.POLL, Aspect.VOTES}
    assert found.on(Technique.EXPORT, aspect) == (NO_POLLS if is_told else None)
    assert found.on(Technique.API, aspect) is None

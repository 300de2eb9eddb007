"""All looks of tasks together."""

from weerklank.services.waits.task import Ask
from weerklank.web.task_looks import (
    of_check,
    of_disclosure,
    of_first_hour,
    of_harvest,
    of_keeping,
    of_privacy,
    of_register,
)
from weerklank.web.task_looks.ways import Ways

LOOKS: dict[Ask, Ways] = {
    **of_check.LOOKS,
    **of_harvest.LOOKS,
    **of_register.LOOKS,
    **of_keeping.LOOKS,
    **of_privacy.LOOKS,
    **of_disclosure.LOOKS,
    **of_first_hour.LOOKS,
}

"""The fields of Threads in the export of Instagram, and what each holds.

Source: the shapes of files in exports of European accounts of 2025. A field that is not here is
sealed and counted, and shows up in the report.
"""

from weerklank.harvest.meta_media import POST
from weerklank.harvest.meta_profile import profile_shape
from weerklank.model.raw import Field, Shape

__all__ = ["MAPPING", "POST", "PROFILE"]

#: Version of this mapping and of how it is read, which each record keeps. One more with each
#: change by which something else is read; a test holds the shapes against it.
MAPPING = 2

#: What personal_information.json of Threads tells of the account.
PROFILE: Shape = profile_shape({"joined": Field.KEEP, "badge": Field.DROP})

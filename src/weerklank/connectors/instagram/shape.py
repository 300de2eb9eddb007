"""The fields of the export of Instagram, and what each holds.

Source: the shapes of files in exports of European accounts of 2025. A field that is not here is
sealed and counted, and shows up in the report. Where and with what a picture was made is dropped.
"""

from weerklank.harvest.meta_media import POST
from weerklank.harvest.meta_profile import labelled_shape, profile_shape
from weerklank.model.raw import Field, Shape

__all__ = ["MAPPING", "POST", "PROFILE", "REPLY"]

#: Version of this mapping and of how it is read, which each record keeps. One more with each
#: change by which something else is read; a test holds the shapes against it.
MAPPING = 3

#: What personal_information.json tells of the account.
PROFILE: Shape = profile_shape()

#: A reply of the account itself.
REPLY: Shape = {
    "title": Field.HANDLE,
    "media_list_data": {"uri": Field.TEXT},
    "string_map_data": labelled_shape(
        {"text": Field.TEXT, "owner": Field.HANDLE, "time": Field.KEEP}
    ),
}

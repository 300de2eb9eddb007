"""The fields of a Snapchat download, and what each holds.

Source: programs of others that read such downloads. A field that is not here is sealed and
counted, and shows up in the report.
"""

from weerklank.model.raw import Field, Shape

#: Version of this mapping and of how it is read, which each record keeps. One more with each
#: change by which something else is read; a test holds the shapes against it.
MAPPING = 1

STORY: Shape = {
    "Story Date": Field.TEXT,
    "Story URL": Field.ITEM,
    "Created": Field.TEXT,
    "Content": Field.TEXT,
}
#: What is of whoever manages the account is not needed.
PROFILE: Shape = {
    "Username": Field.OWN,
    "Name": Field.TEXT,
    "Creation Date": Field.TEXT,
    "Registration IP": Field.DROP,
    "Country": Field.TEXT,
    "Last Active": Field.DROP,
}

"""The columns of a LinkedIn export, and what each holds.

Source: published descriptions of the export and synthetic files made after real ones. A column
that is not here is sealed and counted, and shows up in the report.
"""

from weerklank.model.raw import Field, Shape

#: Version of this mapping and of how it is read, which each record keeps. One more with each
#: change by which something else is read; a test holds the shapes against it.
MAPPING = 1

SHARE: Shape = {
    "Date": Field.TEXT,
    "ShareLink": Field.ITEM,
    "ShareCommentary": Field.TEXT,
    "SharedUrl": Field.TEXT,
    "MediaUrl": Field.DROP,  # is another one in each export, and holds a key
    "Visibility": Field.TEXT,
}
REPLY: Shape = {"Date": Field.TEXT, "Link": Field.REFERENCE, "Message": Field.TEXT}
REPOST: Shape = {"Date": Field.TEXT, "Link": Field.REFERENCE}
MEDIUM: Shape = {
    "Date/Time": Field.TEXT,
    "Media Description": Field.TEXT,
    "Media Link": Field.DROP,
}
#: An article, in names of our own: it is a page of HTML.
ARTICLE: Shape = {
    "title": Field.TEXT,
    "url": Field.ITEM,
    "published": Field.KEEP,
    "content": Field.HTML,
}
#: What is of whoever the member is at home is not needed.
PROFILE: Shape = {
    "First Name": Field.TEXT,
    "Last Name": Field.TEXT,
    "Maiden Name": Field.DROP,
    "Address": Field.DROP,
    "Birth Date": Field.DROP,
    "Headline": Field.TEXT,
    "Summary": Field.TEXT,
    "Industry": Field.TEXT,
    "Zip Code": Field.DROP,
    "Geo Location": Field.DROP,
    "Twitter Handles": Field.TEXT,
    "Websites": Field.TEXT,
    "Instant Messengers": Field.DROP,
}

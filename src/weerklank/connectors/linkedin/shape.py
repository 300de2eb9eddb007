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
#: Version of the mapping of statistics.
STATISTICS_MAPPING = 1

#: A row of the statistics of a page, by LinkedIn's English headings.
STATISTIC: Shape = {
    "Post title": Field.TEXT,
    "Post link": Field.ITEM,
    "Post type": Field.TEXT,
    "Campaign name": Field.TEXT,
    "Posted by": Field.DROP,  # a person who works for the organisation
    "Created date": Field.TEXT,
    "Campaign start date": Field.TEXT,
    "Campaign end date": Field.TEXT,
    "Audience": Field.TEXT,
    "Impressions": Field.NUMBER,
    "Views": Field.NUMBER,
    "Offsite Views": Field.NUMBER,
    "Clicks": Field.NUMBER,
    "Click through rate (CTR)": Field.TEXT,
    "Likes": Field.NUMBER,
    "Comments": Field.NUMBER,
    "Reposts": Field.NUMBER,
    "Follows": Field.NUMBER,
    "Engagement rate": Field.TEXT,
    "Content Type": Field.TEXT,
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

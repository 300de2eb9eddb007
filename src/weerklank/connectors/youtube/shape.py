"""The fields of a Takeout of YouTube, by the English names of its columns, and what each holds.

Source: the tables of real exports in five languages. A field that is not here is sealed and
counted, and shows up in the report.
"""

from weerklank.model.raw import Field, Shape

#: Version of this mapping and of how it is read, which each record keeps. One more with each
#: change by which something else is read; a test holds the shapes against it.
MAPPING = 2

#: Title and description of a video, joined from their parts, and when they were written.
_TEXTS: Shape = {
    "Video ID": Field.TEXT,
    "Video Title Text Segments": Field.TEXT,
    "Video Description Text Segments": Field.TEXT,
    "Video Text Create Timestamp": Field.KEEP,
    "Video Text Update Timestamp": Field.KEEP,
}

VIDEO: Shape = {
    "Video ID": Field.TEXT,
    "Approx Duration (ms)": Field.TEXT,
    "Video Audio Language": Field.TEXT,
    "Video Category": Field.TEXT,
    "Video Description (Original)": Field.TEXT,
    "Channel ID": Field.TEXT,
    "Tag": Field.TEXT,
    "Video Title (Original)": Field.TEXT,
    "Privacy": Field.TEXT,
    "Video State": Field.TEXT,
    "Video Create Timestamp": Field.KEEP,
    "Video Publish Timestamp": Field.KEEP,
    "video texts": _TEXTS,
}

#: What else the parts of a text tell than what they say: whom it mentions, and where it leads.
_PIECE: Shape = {
    "mention": {"externalChannelId": Field.DROP},
    "videoLink": {"externalVideoId": Field.REFERENCE, "startTimeSeconds": Field.KEEP},
    "link": {"linkUrl": Field.TEXT},
}

REPLY: Shape = {
    "Comment ID": Field.TEXT,
    "Channel ID": Field.TEXT,
    "Comment Create Timestamp": Field.KEEP,
    "Price": Field.TEXT,
    "Parent Comment ID": Field.REFERENCE,
    "Top-Level Comment ID": Field.REFERENCE,
    "Post ID": Field.REFERENCE,
    "Video ID": Field.REFERENCE,
    "Comment Text": Field.TEXT,
    "parts": _PIECE,
}

POST: Shape = {
    "Post ID": Field.TEXT,
    "Channel ID": Field.TEXT,
    "Post Text": Field.TEXT,
    "parts": _PIECE,
    "Post Create Timestamp": Field.KEEP,
    "Image Name": Field.TEXT,
    "Privacy": Field.TEXT,
}

PLAYLIST: Shape = {
    "Playlist ID": Field.TEXT,
    "Add new videos to top": Field.TEXT,
    "Playlist Title (Original)": Field.TEXT,
    "Playlist Description (Original)": Field.TEXT,
    "Playlist Title (Original) Language": Field.TEXT,
    "Playlist Create Timestamp": Field.KEEP,
    "Playlist Update Timestamp": Field.KEEP,
    "Playlist Video Order": Field.TEXT,
    "Playlist Visibility": Field.TEXT,
    "videos": Field.REFERENCE,
}

CHANNEL: Shape = {
    "Channel ID": Field.TEXT,
    "Channel Title (Original)": Field.TEXT,
    "Channel Description (Original)": Field.TEXT,
    "Channel Visibility": Field.TEXT,
    "Channel Country": Field.TEXT,
    "Channel Tag": Field.TEXT,
    "Channel Vanity URL Name": Field.TEXT,
}

"""The fields of a TikTok export, and what each holds.

Source: names of fields in real exports of several donors up to 2025, and one export of December
2024. A field that is not here is sealed and counted, and shows up in the report.

Words such as `Everyone` and `Yes` count as text: in a text whoever is known is replaced.
"""

from weerklank.model.raw import Field, Shape

#: Version of this mapping and of how it is read, which each record keeps. One more with each
#: change by which something else is read; a test holds the shapes against it.
MAPPING = 2

#: Entry of `VideoList` and `PostList`, whose link leads to a page.
POST: Shape = {
    "Date": Field.KEEP,
    "DateDeleted": Field.KEEP,
    "Link": Field.ITEM,
    "Likes": Field.TEXT,
    "WhoCanView": Field.TEXT,
    "AllowComments": Field.TEXT,
    "AllowStitches": Field.TEXT,
    "AllowDuets": Field.TEXT,
    "AllowStickers": Field.TEXT,
    "AllowSharingToStory": Field.TEXT,
    "ContentDisclosure": Field.TEXT,
    "AIGeneratedContent": Field.TEXT,
    "Sound": Field.DROP,  # names who made it, as 'original sound - name'
    "Location": Field.TEXT,
    "Title": Field.TEXT,
    "AddYoursText": Field.TEXT,
}
#: The same with a link to a file: it is another one in each export, and holds a key.
POST_WITH_FILE: Shape = {**POST, "Link": Field.DROP}
#: The same with a sound of the account itself.
POST_WITH_SOUND: Shape = {**POST, "Sound": Field.TEXT}
POST_WITH_BOTH: Shape = {**POST_WITH_FILE, "Sound": Field.TEXT}

#: Entry of `CommentsList`.
REPLY: Shape = {
    "date": Field.KEEP,
    "comment": Field.TEXT,
    "photo": Field.DROP,
    "url": Field.REFERENCE,
}

#: `ProfileMap`. What is of whoever manages the account is not needed.
PROFILE: Shape = {
    "userName": Field.OWN,
    "displayName": Field.TEXT,
    "bioDescription": Field.TEXT,
    "profilePhoto": Field.DROP,
    "profileVideo": Field.DROP,
    "followerCount": Field.KEEP,
    "followingCount": Field.KEEP,
    "likesReceived": Field.TEXT,
    "instagramLink": Field.TEXT,
    "youtubeLink": Field.TEXT,
    "lemon8Link": Field.TEXT,
    "aiSelf": Field.DROP,
    "birthDate": Field.DROP,
    "emailAddress": Field.DROP,
    "telephoneNumber": Field.DROP,
    "inferredGender": Field.DROP,
    "PlatformInfo": Field.DROP,
}

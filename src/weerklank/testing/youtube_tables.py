"""Names of the files and columns of Takeout in three languages, as real exports have them."""

from typing import Literal

Language = Literal["nl", "en", "es"]
Privacy = Literal["public", "unlisted", "private"]

#: Folder of YouTube, and the folders in it, by language.
ROOT: dict[Language, str] = {
    "nl": "Takeout/YouTube en YouTube Music/",
    "en": "Takeout/YouTube and YouTube Music/",
    "es": "Takeout/YouTube y YouTube Music/",
}
WORDS: dict[Language, dict[Privacy, str]] = {
    "nl": {"public": "Openbaar", "unlisted": "Verborgen", "private": "Privé"},
    "en": {"public": "Public", "unlisted": "Unlisted", "private": "Private"},
    "es": {"public": "Público", "unlisted": "Oculto", "private": "Privado"},
}
#: Where each table is, and its columns, by language.
TABLES: dict[Language, dict[str, tuple[str, str]]] = {
    "nl": {
        "channel": (
            "kanalen/kanaal.csv",
            "Kanaal-ID|(Originele) kanaalbeschrijving|(Originele) kanaaltitel|Kanaalzichtbaarheid",
        ),
        "addresses": (
            "kanalen/URL-configuraties van kanaal.csv",
            "Kanaal-ID|Naam van vanity-URL 1 voor kanaal",
        ),
        "videos": (
            "metadata van video/video_s.csv",
            (
                "Video-ID|Geschatte duur (ms)|Audiotaal van video|Videocategorie"
                "|Videobeschrijving (origineel)|Kanaal-ID|Tag 1|Tag 2|Videotitel (origineel)"
                "|Privacy"
                "|Videostatus|Tijdstempel aanmaaktijd video|Tijdstempel publicatietijd video"
            ),
        ),
        "replies": (
            "reacties/reacties.csv",
            (
                "Reactie-ID|Kanaal-ID|Aanmaaktijdstempel reactie|Prijs"
                "|Reactie-ID van bovenliggende"
                "|Bericht-ID|Video-ID|Reactietekst|Reactie-ID bovenaan"
            ),
        ),
        "playlists": (
            "playlists/playlists.csv",
            (
                "Playlist-ID|Nieuwe video's bovenaan toevoegen|Playlist-titel (origineel)"
                "|(Originele) taal van playlist-titel|Playlist tijdstempel maken"
                "|Playlist tijdstempel updaten|Videovolgorde playlist|Zichtbaarheid van playlist"
            ),
        ),
        "list": (
            "playlists/Video_s in {title}.csv",
            "Video-ID|Tijdstempel voor het maken van een playlistvideo",
        ),
    },
    "en": {
        "channel": (
            "channels/channel.csv",
            (
                "Channel ID|Channel Description (Original)|Channel Title (Original)"
                "|Channel Visibility"
            ),
        ),
        "addresses": (
            "channels/channel URL configs.csv",
            "Channel ID|Channel Vanity URL 1 Name",
        ),
        "videos": (
            "video metadata/videos.csv",
            (
                "Video ID|Approx Duration (ms)|Video Audio Language|Video Category"
                "|Video Description (Original)|Channel ID|Tag 1|Tag 2|Video Title (Original)"
                "|Privacy"
                "|Video State|Video Create Timestamp|Video Publish Timestamp"
            ),
        ),
        "replies": (
            "comments/comments.csv",
            (
                "Comment ID|Channel ID|Comment Create Timestamp|Price|Parent Comment ID|Post ID"
                "|Video ID|Comment Text|Top-Level Comment ID"
            ),
        ),
        "playlists": (
            "playlists/playlists.csv",
            (
                "Playlist ID|Add new videos to top|Playlist Title (Original)"
                "|Playlist Title (Original) Language|Playlist Create Timestamp"
                "|Playlist Update Timestamp|Playlist Video Order|Playlist Visibility"
            ),
        ),
        "list": (
            "playlists/{title}-videos.csv",
            "Video ID|Playlist Video Creation Timestamp",
        ),
        "posts": (
            "posts/posts.csv",
            "Post ID|Channel ID|Post Create Timestamp|Post Text|Image Name 1|Image Name 2",
        ),
    },
}
TABLES["es"] = {
    "channel": (
        "canales/canal.csv",
        (
            "ID de canal|Descripción del canal (original)|Título del canal (original)"
            "|Visibilidad del canal"
        ),
    ),
    "addresses": (
        "canales/configuraciones de la URL del canal.csv",
        "ID de canal|Nombre de la URL mnemónica del canal (1)",
    ),
    "videos": (
        "metadatos del vídeo/vídeos.csv",
        (
            "ID de vídeo|Duración aproximada (ms)|Idioma del audio del vídeo|Categoría del vídeo"
            "|Descripción del vídeo (original)|ID de canal|Tag 1|Tag 2|Título del vídeo (original)"
            "|Privacidad|Estado del vídeo|Marca de tiempo de creación del vídeo"
            "|Marca de tiempo de publicación del vídeo"
        ),
    ),
    "replies": (
        "comentarios/comentarios.csv",
        (
            "ID de comentario|ID de canal|Marca de tiempo de creación del comentario|Precio"
            "|ID de comentario principal|ID de publicación|ID de vídeo|Texto del comentario"
            "|ID de comentario de nivel superior"
        ),
    ),
    "playlists": (
        "listas de reproducción/Listas de reproducción.csv",
        (
            "ID de lista de reproducción|Añadir vídeos nuevos al principio"
            "|Título de la lista de reproducción (original)"
            "|Idioma del título de la lista de reproducción (original)"
            "|Marca de tiempo de creación de la lista de reproducción"
            "|Marca de tiempo de actualización de la lista de reproducción"
            "|Orden de vídeos de lista de reproducción|Visibilidad de la lista de reproducción"
        ),
    ),
    "list": (
        "listas de reproducción/{title}.csv",
        "ID de vídeo|Marca de tiempo de creación de la lista de reproducción de vídeos",
    ),
}
#: What an export has besides, and nobody may open.
NEVER: dict[Language, tuple[str, ...]] = {
    "nl": (
        "livechats/livechats.csv",
        "geschiedenis/kijkgeschiedenis.json",
        "geschiedenis/zoekgeschiedenis.json",
        "abonnementen/abonnementen.csv",
        "muziek (bibliotheek en uploads)/nummers in muziekbibliotheek.csv",
    ),
    "en": (
        "live chats/live chats.csv",
        "history/watch-history.json",
        "history/search-history.json",
        "subscriptions/subscriptions.csv",
        "music (library and uploads)/music library songs.csv",
    ),
    "es": (
        "mensajes del chat en directo/mensajes del chat en directo.csv",
        "historial/historial-de-reproducciones.json",
        "historial/historial-de-búsqueda.json",
        "suscripciones/suscripciones.csv",
        "music (library and uploads)/music library songs.csv",
    ),
}

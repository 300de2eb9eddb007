"""Forms in sight: which forms of words were sought, without what withheld texts alone have."""

from dataclasses import replace

from weerklank.catalogue.query import count
from weerklank.catalogue.query_clauses import Laid
from weerklank.catalogue.query_words import Forms, Sought, wanted_of
from weerklank.catalogue.text_index import TextIndex
from weerklank.model.question import Question, Sight


def forms_in_sight(
    texts: TextIndex, question: Question, apart: Laid, sought: Sought | None
) -> tuple[tuple[str, ...], ...]:
    """Give each word with its forms, as far as a text has them that who asks may see.

    Else a form that is named tells that a withheld text has it.
    """
    wanted = wanted_of(sought) if sought is not None else ()
    forms = (one.words for one in wanted if isinstance(one, Forms))
    if question.sight == Sight():
        return tuple(forms)

    def is_seen(word: str) -> bool:
        asked = Question(words=f'"{word}"', sight=question.sight)
        return count(texts, asked, replace(apart, only=())) > 0

    return tuple((word, *filter(is_seen, others)) for word, *others in forms)

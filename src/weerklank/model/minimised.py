"""Text from which third parties are gone: a type that only two places can make."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Never, Self

    class MinimisedText(str):
        """Text that has passed minimisation, or was read back from a package.

        Exists for the type checker: no string can be turned into one but by
        `weerklank.model.mint`, and an import contract says who may ask it to. At run time it is
        an ordinary string, so that it costs nothing and every JSON library knows it.
        """

        __slots__ = ()

        def __new__(cls, _text: Never) -> Self: ...

else:
    MinimisedText = str

"""Changes to the words of a vocabulary, one at a time."""

import strawberry

from network.core.filling import fill
from network.directory import wordbook
from network.directory.tables import TermFields
from network.directory.wordbook import Named, Wording
from schema.base import Info
from schema.changes import Asked, Result, change, done, given
from schema.terms import Term, scene_of, term


@strawberry.input(description="A word and how it reads.")
class TermWords(Asked):
    vocabulary: str
    code: str
    label: str
    hint: str = ""
    group: str | None = None
    synonyms: list[str] = strawberry.field(default_factory=list)


@strawberry.input(description="A new word at the end of a vocabulary.")
class AddTerm(TermWords):
    pass


@strawberry.input(description="How a word reads from now on; its code never changes.")
class UpdateTerm(TermWords):
    pass


@strawberry.input(description="Which word to retire, or to use again.")
class RetireTerm(Asked):
    vocabulary: str
    code: str
    again: bool = False


@strawberry.input(description="Which word to put another in place of, everywhere.")
class MergeTerm(Asked):
    vocabulary: str
    code: str
    into: str


@strawberry.type(description="A word after a change, or what stood in the way.")
class TermResult(Result):
    term: Term | None = None


@strawberry.type
class WordChanges:
    """What can be changed about words."""

    @change("Add a word to a vocabulary.")
    async def add_term(self, info: Info, input: AddTerm) -> TermResult:
        fields = fill(TermFields, given(input, "idempotency_key", "vocabulary"))
        await done(info, input, wordbook.add, input.vocabulary, fields)
        return await _shown(info, input.vocabulary, input.code)

    @change("Change how a word reads. Whatever says it is found by the new words at once.")
    async def update_term(self, info: Info, input: UpdateTerm) -> TermResult:
        named = Named(input.vocabulary, input.code)
        wording = fill(Wording, given(input, "idempotency_key", "vocabulary", "code"))
        await done(info, input, wordbook.change, named, wording, info.context.now)
        return await _shown(info, input.vocabulary, input.code)

    @change("Retire a word: nobody chooses it any more, and what says it still does.")
    async def retire_term(self, info: Info, input: RetireTerm) -> TermResult:
        named = Named(input.vocabulary, input.code)
        await done(info, input, wordbook.retire, named, again=input.again)
        return await _shown(info, input.vocabulary, input.code)

    @change("Put one word in place of another everywhere, and retire the other.")
    async def merge_term(self, info: Info, input: MergeTerm) -> TermResult:
        named = Named(input.vocabulary, input.code)
        await done(info, input, wordbook.merge, named, input.into, info.context.now)
        return await _shown(info, input.vocabulary, input.into)


async def _shown(info: Info, vocabulary: str, code: str) -> TermResult:
    return TermResult(term=term(await scene_of(info), vocabulary, code))

"""Spoiling good bodies and making costly documents, for the suite and for tests/faults/fuzz.py."""

import random

ODD = (
    b"\x00",
    b"\\u0000",
    b"\\ud800",
    b"\xff",
    b"{",
    b"[" * 30,
    b'"',
    b"9" * 400,
    b"-",
    b"null",
    b"1e999",
    "é😀".encode(),
)


def spoilt(good: bytes, chance: random.Random) -> bytes:
    """Spoil a body in one to six places: bytes changed, cut, doubled or put in."""
    body = bytearray(good)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(body) + 1)
        match chance.randrange(4):
            case 0:
                body[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del body[at : at + chance.randint(1, 30)]
            case 2:
                body[at:at] = body[at : at + chance.randint(1, 60)]
            case _:
                body[at:at] = chance.choice(ODD)
    return bytes(body)


def costly(chance: random.Random) -> str:
    """Make up a document that asks for much: deep, wide, doubling, circular or many-paged."""
    size = chance.choice((3, 9, 30, 120))
    page = f"offers(first: {chance.choice((1, 100))}) {{ nodes {{ {WIDE} }} }}"
    shapes = (
        "{ offers { nodes " + "{ pathways { offer " * size + "{ title }" + " } }" * size + " } }",
        "{ " + " ".join(f"a{i}: {page}" for i in range(size)) + " }",
        "{ offers { nodes { " + "title " * size * 4 + "} } }",
        "{ offers { nodes { ...F0 } } } "
        + " ".join(f"fragment F{i} on Offer {{ ...F{i + 1} ...F{i + 1} }}" for i in range(size))
        + f" fragment F{size} on Offer {{ title }}",
        "{ offers { nodes { ...A } } } fragment A on Offer { pathways { offer { ...A } } }",
        "{ __schema { types " + "{ fields { type " * size + "{ name }" + " } }" * size + " } }",
        "{ __schema { types { fields { args { type { ofType { kind fields { name } } } } } } } }",
        "{ offers(filter: " + "{any: [" * size + "{}" + "]}" * size + ") { totalCount } }",
        "{ offers(filter: {kinds: ["
        + '"group",' * size * 3
        + "]}) { totalCount facets { code } } }",
        "{ offers { nodes { title " + "@include(if: true) " * size + "} } }",
        '{ offers(filter: {text: "' + "bipolar or " * size + '"}) { totalCount showingFor } }',
        (
            '{ offers(near: {text: "TN34"}, first: 100) { totalCount facets { values { count } }'
            f" widen {{ count }} edges {{ distance matched node {{ {WIDE} }} }} }} }}"
        ),
        "{" * size,
        "{ offers { nodes { nextOccurrences(first: 100) schedule { words } } } }",
    )
    return chance.choice(shapes)


WIDE = (
    "id title summary kind { label hint } themes { label } madeFor { community { label } }"
    " organisation { name about contacts { value } hostedBy { name } } sites { name"
    " district { name population figures { value } } } districts { name locality { name } }"
)

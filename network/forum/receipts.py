"""Receipts: the words by which somebody without a name finds their issue again.

Given away once. Only a keyed hash of them is kept, so a copy of the tables lets nobody look.
"""

import hmac
import re
import secrets

COUNT = 5
"""Words of a receipt: 256 to the fifth is a million million, and doors count the guesses."""

WORDS = tuple(
    """
    acorn amber anchor apple apron arrow autumn badge baker bamboo barley basket beacon beetle
    bell berry birch blanket blossom boat bonnet bottle branch bread breeze brick bridge brook
    broom bucket button cabin camel candle canvas carpet carrot castle cedar chalk cherry chess
    circle cliff cloud clover coast cobble copper coral cotton cradle crayon cricket crystal
    curtain daisy dancer desert diamond dolphin donkey dragon drum eagle echo elbow ember
    engine falcon farm feather fern ferry fiddle field finch flag flint flute forest fossil
    fountain four fox garden garlic gate ginger glacier glove goose grape grass gravel guitar
    hammer harbour harvest hazel heather hedge helmet heron hill honey horse island ivory ivy
    jacket jasmine jigsaw jumper kayak kettle kite kitten ladder lake lamb lantern lavender leaf
    lemon lettuce lily linen lion lizard lobster lotus magnet mango maple marble market marsh
    meadow melon mirror mitten moon moss mountain mushroom nectar needle nest nettle nine nutmeg oak
    oasis ocean olive onion orange orchard otter owl oyster paddle palm panda paper parrot parsley
    path peach pear pebble pelican pencil pepper piano pillow pine planet plum pocket pond poppy
    pottery puffin pumpkin quartz quilt rabbit radish rainbow raven reed ribbon rice river robin
    rocket rope rose saddle saffron sail salmon sand satin scarf seal seven shell shore silver
    sky slate sparrow spoon spring star stone storm straw stream summer sun swan table tea
    thistle thunder tiger timber toast tower train tulip tunnel turtle valley velvet village
    violet violin wagon walnut water wave whale wheat willow window winter wolf wood wool yarn
    zebra
    """.split()  # noqa: SIM905  # two hundred quotation marks would hide them
)


def fresh() -> str:
    """Make the words of a receipt, to be shown once."""
    return " ".join(secrets.choice(WORDS) for _ in range(COUNT))


def kept(words: str, key: bytes) -> bytes:
    """Give what is kept of a receipt, however its words were typed: in any case, with any marks."""
    plain = " ".join(re.findall(r"[a-z]+", words.lower()))
    return hmac.digest(key, f"receipt {plain}".encode(), "sha256")

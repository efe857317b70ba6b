"""The memory of answers forgets when the directory changes, when a minute is over, when full."""

from schema import cache
from schema.cache import Cache, Key

KEY: Key = ("digest", b"{}", "application/json")
RAW = (b"documentId=x", b"")


class Moment:
    def __init__(self) -> None:
        self.version, self.seconds = 1, 0.0

    def kept(self) -> Cache:
        return Cache(lambda: self.version, lambda: self.seconds)


def test_an_answer_is_found_under_its_meaning_and_its_bytes() -> None:
    memory = Moment().kept()
    kept = memory.keep(KEY, RAW, b"body", 1)
    assert memory.find(KEY) is kept
    assert memory.find(RAW) is kept
    assert memory.find(("other", b"{}", "application/json")) is None


def test_a_change_of_the_directory_makes_an_answer_old() -> None:
    moment = Moment()
    memory = moment.kept()
    memory.keep(KEY, RAW, b"body", 1)
    moment.version = 2
    assert memory.find(KEY) is None
    moment.version = 1
    assert memory.find(KEY) is None  # forgotten, not only passed over


def test_an_answer_read_before_a_change_and_kept_after_it_is_not_shown() -> None:
    moment = Moment()
    memory = moment.kept()
    before = memory.now()
    moment.version = 2
    memory.keep(KEY, RAW, b"body", before)
    assert memory.find(KEY) is None


def test_an_answer_is_old_after_a_minute() -> None:
    moment = Moment()
    memory = moment.kept()
    memory.keep(KEY, RAW, b"body", 1)
    moment.seconds = cache.SECONDS + 1
    assert memory.find(KEY) is None


def test_the_longest_unused_go_first_and_the_memory_stays_bounded() -> None:
    memory = Moment().kept()
    big = b"x" * (cache.MOST_BYTES // 8)
    for i in range(20):
        memory.keep((str(i), b"", ""), (str(i).encode(), b""), big, 1)
        memory.find(("0", b"", ""))
    assert memory.size <= cache.MOST_BYTES
    assert memory.find(("19", b"", "")) is not None
    assert memory.find(("0", b"", "")) is not None
    assert memory.find(("1", b"", "")) is None


def test_the_same_body_in_another_form_has_another_tag() -> None:
    memory = Moment().kept()
    one = memory.keep(KEY, RAW, b"body", 1)
    other = memory.keep((KEY[0], KEY[1], "application/x"), (b"", b""), b"body", 1)
    assert one.etag != other.etag

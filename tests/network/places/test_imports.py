"""Loading published postcode files: every shape they come in, and everything that can be wrong."""

import gzip
import zipfile
from pathlib import Path

import pytest
from sqlmodel import col, select

from network.core.actor import Actor
from network.core.errors import Denied, Invalid, Missing
from network.core.events import Event
from network.core.unit import Unit
from network.places import imports, lookup, postcodes
from network.places.imports import Faulty
from network.places.tables import Postcode
from tests.conftest import OneTransaction

SHARED = Path(__file__).parents[4] / "shared/facts/sussex/postcodes_sussex_all.csv.gz"

OURS = """postcode,easting,northing,lat,lon,positional_quality,district_gss,district,ward_gss
BN1 1AA,531040,104624,50.8,-0.1,10,E06000043,Brighton and Hove,E05015415
TN34 1AA,581500,109400,50.8,0.5,10,E07000062,Hastings,E05000001
"""
CODE_POINT = """"TN341AA",10,581500,109400,"E92000001","E1","E2","E3","E07000062","E05000001"
"TN34 1AB",10,581600,109500,"E92000001","E1","E2","E3","E07000062","E05000001"
"LS1 1AA",10,429800,433800,"E92000001","E1","E2","E3","E08000035","E05000001"
"ZE1 0AA",90,0,0,"S92000003","","","","S12000027","S13000001"
"""
DIRECTORY = """\ufeffPCD7,PCD8,PCDS,DOINTR,DOTERM,LAD25CD,EAST1M,NORTH1M,WARD
TN341AA,TN34 1AA,TN34 1AA,198001,,E07000062,581500,109400,"Castle, Hastings"
TN341ZZ,TN34 1ZZ,TN34 1ZZ,198001,199606,E07000062,581500,109400,Castle
BT1 1AA,BT1  1AA,BT1 1AA,198001,,N09000003,146700,529800,Centre
JE2 3AB,JE2  3AB,JE2 3AB,198001,,L99999999,,,None
"""


@pytest.fixture
def told() -> list[tuple[int, int]]:
    return []


def written(folder: Path, text: str, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


async def test_a_postcode_is_exact_once_it_is_imported(
    keeper: Unit, anyone: Unit, tmp_path: Path
) -> None:
    loaded = await keeper.write(imports.load, written(tmp_path, OURS))
    assert loaded.postcodes == 2
    found = await anyone.read(lookup.find, "bn11aa", "sussex")
    assert (found.easting, found.northing) == (531040, 104624)
    assert not found.approximate
    assert (found.label, found.inside, found.locality) == ("BN1", True, "sussex")


async def test_a_point_is_named_by_the_postcode_next_door(
    keeper: Unit, anyone: Unit, tmp_path: Path
) -> None:
    await keeper.write(imports.load, written(tmp_path, OURS))
    found = await anyone.read(lookup.at, 50.8264, -0.1409)
    assert (found.outcode, found.district) == ("BN1", "E06000043")


async def test_code_point_open_is_read_zipped_without_its_documents(
    keeper: Unit, anyone: Unit, tmp_path: Path, told: list[tuple[int, int]]
) -> None:
    path = tmp_path / "codepo_gb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Doc/headers.csv", "PC,PQ,EA,NO,CY,RH,LH,CC,DC,WC\n")
        archive.writestr("Data/CSV/all.csv", CODE_POINT)
    loaded = await keeper.write(imports.load, path, lambda *seen: told.append(seen))
    assert (loaded.postcodes, loaded.nowhere) == (3, 1)
    # An outward code nobody had told us of is known from now on, and lies in no locality.
    found = await anyone.read(lookup.find, "LS1", "sussex")
    assert (found.district, found.inside, found.approximate) == ("E08000035", False, True)
    assert told
    assert all(0 <= done <= whole for done, whole in told)


async def test_the_ons_directory_is_read_without_the_dead_and_the_foreign(
    keeper: Unit, tmp_path: Path
) -> None:
    path = tmp_path / "ONSPD.csv.gz"
    path.write_bytes(gzip.compress(DIRECTORY.encode()))
    loaded = await keeper.write(imports.load, path)
    assert (loaded.postcodes, loaded.ended, loaded.abroad) == (1, 1, 2)


async def test_importing_again_leaves_only_the_new(
    keeper: Unit, anyone: Unit, tmp_path: Path
) -> None:
    await keeper.write(imports.load, written(tmp_path, CODE_POINT, "first.csv"))
    await keeper.write(imports.load, written(tmp_path, OURS, "second.csv"))
    assert await anyone.read(postcodes.count) == 2
    with pytest.raises(Missing):  # the first file's own outward codes went with it
        await anyone.read(lookup.find, "LS1")


async def test_an_import_is_recorded_once_and_by_name(
    keeper: Unit, sessions: OneTransaction, tmp_path: Path
) -> None:
    await keeper.write(imports.load, written(tmp_path, OURS))
    async with sessions.reading() as db:
        asked = select(Event).where(col(Event.name) == "postcodes.imported")
        (event,) = (await db.scalars(asked)).all()
    assert (event.by_name, event.detail["count"]) == ("places import", 2)


async def test_only_the_service_may_import(sessions: OneTransaction, tmp_path: Path) -> None:
    async with Unit(sessions, Actor(name="somebody")) as unit:
        with pytest.raises(Denied):
            await unit.write(imports.load, written(tmp_path, OURS))


@pytest.mark.parametrize(
    ("row", "at", "column", "words"),
    [
        ("TN34 1A,581500,109400,,,,E07000062,,", 4, "postcode", "not a postcode"),
        ("TN34 1AB,58x500,109400,,,,E07000062,,", 4, "easting", "not in Great Britain"),
        ("TN34 1AB,581500,1400000,,,,E07000062,,", 4, "northing", "not in Great Britain"),
        ("TN34 1AB,-581500,109400,,,,E07000062,,", 4, "easting", "not in Great Britain"),
        ("TN34 1AB,٥٨١٥٠٠,109400,,,,E07000062,,", 4, "easting", "not in Great Britain"),
        ("TN34 1AB,581500,109400,,,,Hastings,,", 4, "district", "not a district's code"),
        ("TN34 1AB,581500", 4, "all", "only 2 of its columns"),
        ("tn34 1aa,581500,109400,,,,E07000062,,", 4, "postcode", "on row 3"),
    ],
)
async def test_one_bad_row_is_named_and_nothing_is_written(
    keeper: Unit, anyone: Unit, tmp_path: Path, row: str, at: int, column: str, words: str
) -> None:
    await keeper.write(imports.load, written(tmp_path, CODE_POINT, "before.csv"))
    with pytest.raises(Faulty) as refused:
        await keeper.write(imports.load, written(tmp_path, OURS + row + "\n"))
    (problem,) = refused.value.problems
    assert (problem.row, problem.column) == (at, column)
    assert words in problem.sentence
    assert await anyone.read(postcodes.count) == 3


async def test_many_problems_are_counted_and_the_first_are_shown(
    keeper: Unit, tmp_path: Path
) -> None:
    with pytest.raises(Faulty) as refused:
        await keeper.write(imports.load, written(tmp_path, OURS + "rubbish,1,1,,,,,,\n" * 500))
    assert (len(refused.value.problems), refused.value.more) == (20, 480)
    assert "and 480 more" in refused.value.sentence


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"name,colour\nred,blue\n", "no column for postcode"),
        (b"postcode,easting,northing,district_gss\n", "no postcode of Great Britain"),
        (b"\x1f\x8b\x08\x00broken", "cannot be read"),
        (b"PK\x03\x04broken", "cannot be read"),
        (b"\xff\xfe\x00b\x00a\x00d", "cannot be read"),
        (b"postcode,easting,northing,district_gss\nBN1 1AA,1\xff,1,E06000043\n", "easting: “1�”"),
        (gzip.compress(OURS.encode() * 2000)[:-200], "cannot be read"),
    ],
)
async def test_a_file_that_is_not_what_it_says_is_refused(
    keeper: Unit, anyone: Unit, tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    with pytest.raises(Invalid, match=words):
        await keeper.write(imports.load, path)
    assert await anyone.read(postcodes.count) == 0


async def test_an_archive_without_postcodes_is_refused(keeper: Unit, tmp_path: Path) -> None:
    path = tmp_path / "file.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(Invalid, match="no CSV"):
        await keeper.write(imports.load, path)


async def test_a_file_that_is_not_there_is_refused(keeper: Unit, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="There is no file"):
        await keeper.write(imports.load, tmp_path / "nothing.csv")


async def test_quick_and_careful_reading_agree(
    keeper: Unit, sessions: OneTransaction, tmp_path: Path
) -> None:
    """One quoted comma sends the whole batch the careful way; the rows must come out alike."""
    plain = OURS + "".join(
        f"RH1{n % 10} {n // 10 % 10}A{chr(65 + n // 100)},5{n:05},1{n:05},,,,E07000226,Crawley,\n"
        for n in range(1000)
    )
    quoted = plain.replace(",Hastings,", ',"Hastings, East Sussex",')
    kept = []
    for text in (plain, quoted):
        await keeper.write(imports.load, written(tmp_path, text))
        async with sessions.reading() as db:
            rows = await db.scalars(select(Postcode).order_by(Postcode.code))
            kept.append([row.model_dump() for row in rows])
    assert kept[0] == kept[1]
    assert len(kept[0]) == 1002


@pytest.mark.skipif(not SHARED.exists(), reason="the shared file of all Sussex postcodes is away")
async def test_every_postcode_of_sussex_is_loaded(keeper: Unit, anyone: Unit) -> None:
    loaded = await keeper.write(imports.load, SHARED)
    assert loaded.postcodes == await anyone.read(postcodes.count) == 49_128
    with gzip.open(SHARED, "rt") as file:
        rows = [line.split(",") for line in file.readlines()[1::4000]]
    for code, east, north, latitude, longitude, _, district, *_ in rows:
        found = await anyone.read(lookup.find, code, "sussex")
        assert (found.easting, found.northing) == (int(east), int(north))
        assert (found.district, found.inside) == (district, True)
        there = await anyone.read(lookup.at, float(latitude), float(longitude), "sussex")
        assert (there.district, there.inside) == (district, True)
        assert abs(there.easting - int(east)) < 7
        assert abs(there.northing - int(north)) < 7

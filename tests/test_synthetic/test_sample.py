"""The exports in the repository are what the package makes."""

from __future__ import annotations

import zlib

import lxml
import openpyxl
import pytest
from paths import ROOT

from recoveryeval.synthetic.sample import write_sample

FOLDER = ROOT / "data" / "synthetic"
WORKBOOK = "coaching_log.xlsx"
MADE_WITH = ("3.1.5", "6.1.3", "1.2.13")


@pytest.fixture(scope="module")
def again(tmp_path_factory):
    return write_sample(tmp_path_factory.mktemp("sample")).paths


def cells(path):
    book = openpyxl.load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_text_files_are_the_same_byte_for_byte(again):
    names = {path.name for path in FOLDER.iterdir()} - {"README.md"}
    assert names == set(again)
    for name in names - {WORKBOOK}:
        assert (FOLDER / name).read_bytes() == again[name].read_bytes(), name


def test_workbook_holds_the_same_cells(again):
    assert cells(FOLDER / WORKBOOK) == cells(again[WORKBOOK])


def test_workbook_is_the_same_byte_for_byte(again):
    here = (openpyxl.__version__, lxml.__version__, zlib.ZLIB_RUNTIME_VERSION)
    if here != MADE_WITH:
        pytest.skip("other releases of openpyxl, lxml or zlib write other bytes")
    assert (FOLDER / WORKBOOK).read_bytes() == again[WORKBOOK].read_bytes()


def test_sample_is_small():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= 2_000_000

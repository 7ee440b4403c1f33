"""Turns machines that lack something into what the doctor says about them."""

from importlib import metadata
from pathlib import Path

import pytest

from reportgen.app import doctor
from reportgen.app.system import LIBRARIES, TEST_PROGRAMS, Need


def _named(name: str) -> doctor.Finding:
    return next(finding for finding in doctor.examine() if finding.name == name)


def test_a_library_that_is_too_old_is_found_with_the_command_that_mends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "requires", lambda _: ["weasyprint>=70"])
    monkeypatch.setattr(metadata, "version", lambda _: "69.9.post1")
    finding = _named("weasyprint>=70")
    assert (finding.ok, finding.found) == (False, "69.9.post1")
    assert finding.remedy.endswith("-m pip install --upgrade 'weasyprint>=70'")


def test_ten_is_newer_than_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "requires", lambda _: ["pikepdf>=9.4"])
    monkeypatch.setattr(metadata, "version", lambda _: "10.0")
    assert _named("pikepdf>=9.4").ok


def test_a_library_that_is_absent_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "requires", lambda _: ["no-such-library>=1"])
    assert _named("no-such-library>=1").found == "not installed"


def test_the_library_of_an_extra_is_not_needed_to_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "requires", lambda _: ["no-such-library>=1; extra == 'cluster'"])
    finding = _named("no-such-library>=1")
    assert (finding.ok, finding.optional) == (False, True)
    assert finding.remedy.endswith("-m pip install --upgrade 'no-such-library>=1'")


def test_an_absent_font_names_the_package_that_needs_no_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "source_font", lambda: None)
    finding = _named("Chinese font")
    assert not finding.ok
    assert "justmytype-intl-cjk" in finding.remedy


def test_a_present_font_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "source_font", lambda: Path("NotoSansSC[wght].ttf"))
    assert _named("Chinese font") == doctor.Finding("Chinese font", ok=True, found="NotoSansSC[wght].ttf")


def test_what_only_tests_call_is_optional_and_what_documents_need_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "is_present", lambda _: False)
    assert all(_named(need.name).optional for need in TEST_PROGRAMS)
    assert not any(_named(need.name).optional for need in LIBRARIES)


def test_an_absent_system_library_names_its_debian_package(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = Need("library", "libno-such-thing.so.7", "libno-such-thing7")
    monkeypatch.setattr(doctor, "LIBRARIES", (absent,))
    assert _named(absent.name).remedy.endswith("apt-get install -y --no-install-recommends libno-such-thing7")

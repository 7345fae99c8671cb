"""The indicator library: read strictly, placed in every framework, found sensibly."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from perfdesk.forms.catalogue import Catalogue
from perfdesk.forms.library import Library, extend, join, read_library, search, suggest
from perfdesk.forms.reader import FormFault
from perfdesk.models.form import Framework
from perfdesk.models.library import KnownIndicator, outline
from perfdesk.models.values import Kind, parse
from tests.conftest import RESOURCES

FOLDER = RESOURCES / "library"


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library(FOLDER)


@pytest.fixture(scope="module")
def frameworks(catalogue: Catalogue) -> list[Framework]:
    return [each for key in catalogue for each in catalogue[key].frameworks]


NEW = Framework(
    "新",
    {},
    {"产出指标": ("数量指标", "质量指标", "时效指标"), "满意度指标": ("服务对象满意度指标",)},
)


class TestTheProgramsOwn:
    def test_many_topics_have_many_indicators_in_many_kinds(self, library: Library) -> None:
        assert len(library.topics) >= 16
        for topic in library.topics:
            here = [each for each in library.indicators if each.topic == topic.name]
            assert 8 <= len(here) <= 15
            assert len({each.kind for each in here}) >= 4
            assert topic.words

    def test_every_level_stands_in_the_framework_it_is_given_for(
        self, library: Library, frameworks: list[Framework]
    ) -> None:
        for framework in frameworks:
            for each in library.indicators:
                levels = library.levels(each, framework)
                assert levels is None or levels[1] in framework.levels[levels[0]]

    def test_every_framework_has_a_place_for_what_every_project_measures(
        self, library: Library, frameworks: list[Framework]
    ) -> None:
        for framework in frameworks:
            kinds = {each.kind for each in library.indicators if library.levels(each, framework)}
            assert {"数量", "质量", "时效", "成本", "社会", "可持续", "满意度"} <= kinds

    def test_the_old_framework_has_places_of_its_own(
        self, library: Library, frameworks: list[Framework]
    ) -> None:
        old = next(each for each in frameworks if "投入与管理" in each.levels)
        known = KnownIndicator("甲", "", "质量")
        assert library.levels(known, old) == ("产出目标", "质量目标")
        assert library.kind_of("质量目标") == library.kind_of("C2 产出质量") == "质量"

    def test_no_value_holds_a_figure_but_all_and_none(self, library: Library) -> None:
        for each in library.indicators:
            figures = set(re.findall("[0-9]+", each.value))
            assert figures <= {"100", "0"}, each
            assert not re.search("[0-9]", outline(each.value))

    def test_every_value_can_be_read_once_its_gap_is_filled(self, library: Library) -> None:
        for each in library.indicators:
            assert each.value and each.evidence
            value = parse(Kind.INDICATOR_VALUE, each.value.replace("__", "3"))
            assert not value.problem


class TestReading:
    def write(self, tmp_path: Path, text: str) -> Path:
        shutil.copy(FOLDER / "kinds.toml", tmp_path)
        (tmp_path / "own.toml").write_text(text, encoding="utf-8")
        return tmp_path

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("topic = '甲'\nwrong = 1", "wrong：不认识的键"),
            ("words = []", "topic：缺少"),
            ("topic = '甲'\nindicators = [{ name = '一', kind = '好' }]", "kind：“好”不认识"),
            ("topic = '甲'\nindicators = [{ name = ' ', kind = '数量' }]", "name：不能空白"),
            ("topic = '甲'\nindicators = [{ kind = '数量' }]", "name：缺少"),
            (
                "topic = '甲'\nindicators = ["
                "{ name='一', kind='数量' }, { name='一', kind='数量' }]",
                "“一”已经有了",
            ),
            ("topic = '甲'\nindicators = [{ name='一', kind='数量', x='' }]", "x：不认识的键"),
            ("topic = ", "不是有效的 TOML"),
        ],
    )
    def test_a_fault_is_named_with_its_file_and_key(
        self, tmp_path: Path, text: str, said: str
    ) -> None:
        with pytest.raises(FormFault) as caught:
            read_library(self.write(tmp_path, text))
        assert "own.toml" in str(caught.value) and said in str(caught.value)

    def test_a_fault_in_what_an_office_wrote_leaves_out_that_file_alone(
        self, tmp_path: Path, library: Library
    ) -> None:
        sound = "topic = '本镇'\nindicators = [{ name = '一', kind = '数量' }]"
        (tmp_path / "sound.toml").write_text(sound, encoding="utf-8")
        (tmp_path / "broken.toml").write_text("topic = 1", encoding="utf-8")
        extended = extend(library, tmp_path)
        assert [each.name for each in search(extended, topic="本镇")] == ["一"]
        assert len(extended.notes) == 1 and "broken.toml" in extended.notes[0]

    def test_a_folder_that_is_not_there_adds_nothing(
        self, tmp_path: Path, library: Library
    ) -> None:
        assert extend(library, tmp_path / "nowhere") == library


class TestSuggesting:
    def names(self, library: Library, text: str, **more: object) -> list[str]:
        return [each.name for each in suggest(library, text, NEW, **more)]  # type: ignore[arg-type]

    def test_what_begins_with_the_text_comes_before_what_holds_it(self, library: Library) -> None:
        names = self.names(library, "加装电梯补贴", limit=40)
        starts = [name.startswith("加装电梯补贴") for name in names]
        assert starts[0] and starts == sorted(starts, reverse=True)

    def test_what_fits_the_second_level_comes_first(self, library: Library) -> None:
        found = suggest(library, "电梯", NEW, level2="时效指标")
        kinds = [each.kind == "时效" for each in found]
        assert kinds[0] and kinds == sorted(kinds, reverse=True)

    def test_a_topic_in_use_comes_before_others(self, library: Library) -> None:
        assert "绿化" not in self.names(library, "满意")[0]
        assert "绿化" in self.names(library, "满意", used=["行道树养护株数"])[0]
        assert "绿化" in self.names(library, "满意", used=["本镇绿化补植"])[0]

    def test_what_is_in_the_table_is_not_offered_again(self, library: Library) -> None:
        first = self.names(library, "电梯")[0]
        assert first not in self.names(library, "电梯", used=[first])

    def test_a_topic_and_a_word_together_find_a_name(self, library: Library) -> None:
        assert self.names(library, "食堂 准时") == ["送餐准时率"]

    def test_nothing_typed_offers_what_fits_alone(self, library: Library) -> None:
        found = suggest(library, "", NEW, level2="数量指标")
        assert found and {each.kind for each in found} == {"数量"}

    def test_what_a_framework_has_no_place_for_is_not_offered(self, library: Library) -> None:
        assert self.names(library, "立项") == []
        assert self.names(library, "没有这样的指标") == []

    def test_the_offices_own_come_first_and_stand_for_their_likes(self, library: Library) -> None:
        own = [
            KnownIndicator("餐车送餐及时率", "本单位", "时效", is_own=True),
            KnownIndicator("送餐准时率", "本单位", "时效", value="≥__%", is_own=True),
        ]
        joined = join(library, own, ["坏了"])
        found = suggest(joined, "送餐", NEW)
        assert [each.name for each in found[:2]] == ["送餐准时率", "送餐上门服务人数"]
        assert found[0].is_own and joined.notes == ("坏了",)
        assert [each for each in joined.indicators if each.name == "送餐准时率"] == [own[1]]
        assert joined.topics[0].name == "本单位"

    def test_a_title_points_to_its_topic(self, library: Library) -> None:
        assert library.topic_for("既有多层住宅加装电梯补贴") == "加装电梯"
        assert library.topic_for("某某") == ""

    def test_searching_needs_every_word(self, library: Library) -> None:
        found = search(library, "问卷 绿化")
        assert [each.name for each in found] == ["居民对绿化环境满意度"]
        assert search(library, topic="绿化养护") and not search(library, only_own=True)

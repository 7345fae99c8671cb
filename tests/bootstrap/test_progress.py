"""What an installer is at is said in Chinese, from the lines of pip and uv."""

import pytest

from bootstrap.progress import Progress

TAG = "cp311-cp311-manylinux_2_28_x86_64"


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("Collecting lxml==6.1.3 (from -r program.txt (line 8))", "正在查找组件……"),
        (f"  Downloading lxml-6.1.3-{TAG}.whl (5.2 MB)", "第 1 个组件（共 17 个）：lxml，5.2 MB……"),
        (
            f"Using cached pyside6_essentials-6.11.3-{TAG}.whl (80 MB)",
            "：pyside6-essentials，80 MB…",
        ),
        (f"Processing /u 盘/w/lxml-6.1.3-{TAG}.whl (from -r p.txt (line 8))", "：lxml……已用 0 秒"),
        ("Downloading pyside6-essentials (77.4MiB)", "：pyside6-essentials，77.4MiB……"),
        ("Installing collected packages: lxml, openpyxl", "写入磁盘……"),
    ],
)
def test_what_goes_on_is_said(line, part):
    progress = Progress("正在等", 17)
    assert progress.hear(line)
    assert part in str(progress)


def test_what_is_only_about_a_file_does_not_count_as_one():
    progress = Progress("正在等", 17)
    assert progress.hear(f"  Downloading lxml-6.1.3-{TAG}.whl.metadata (3.6 kB)")
    assert progress.fetched == 0


def test_bytes_are_counted_and_left_out_of_the_log():
    progress = Progress("正在等", 17)
    progress.hear(f"  Downloading lxml-6.1.3-{TAG}.whl (5.2 MB)")
    assert not progress.hear("Progress 1300000 of 5200000")
    assert "lxml，1.3/5.2 MB……" in str(progress)

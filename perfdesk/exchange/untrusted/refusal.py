"""Say why an untrusted file is not read, in words a clerk can act on."""

RESAVE = "请用 Excel 或 WPS 打开后另存为 .xlsx 再导入。"
BROKEN = "文件不完整或已损坏，请向对方重新索取，或用 Excel 或 WPS 打开后另存为 .xlsx 再导入。"
PASSWORD = "文件有密码，请用 Excel 或 WPS 打开，去掉密码后另存为 .xlsx 再导入。"
BLOATED = "文件内容过大，不像一张绩效表，请把要导入的工作表单独另存为 .xlsx 再导入。"

TIMED_OUT = "读取这个文件用时过长，已经停止，" + RESAVE


class Refused(Exception):
    """Say to the clerk, in one Chinese sentence, why a file is not read and what to do.

    `detail` is for whoever mends the program; it is never shown.
    """

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.detail = detail


class Cancelled(Refused):
    """Say that the clerk asked to stop."""

"""Words of 提交前体检 that its buttons bear, and that others look for them by."""

FINALISE, AGAIN = "定稿", "重新定稿"

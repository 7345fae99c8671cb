"""检查结果: the list of findings beside the form."""

"""提交前体检: whether the form may be handed in, and what is left to do."""

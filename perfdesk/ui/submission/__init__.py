"""提交前体检: may the form be handed in?"""

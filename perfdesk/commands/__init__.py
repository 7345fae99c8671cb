"""Use cases of the program: new, open, save, print, export, import; no Qt, no dialogs.

Whatever cannot be done is a `Refusal` that says in Chinese why, and what to do instead.
"""

"""What the syntax tree says of the house.

`python -m bench house`, the tests of the architecture and its drawing all count here.
"""

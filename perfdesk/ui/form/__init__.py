"""A tab of the form: its fields, their editors, and what is wrong with them."""

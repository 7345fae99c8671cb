"""The paper on the screen and on its way to the printer."""

"""One open project on the screen: its forms, its files, what can be done with it."""

"""The main window around all of it: menus, start page, opening and importing."""

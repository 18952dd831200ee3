"""Reading workbooks, staged import, undo."""
